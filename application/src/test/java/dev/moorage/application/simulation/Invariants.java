package dev.moorage.application.simulation;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.service.upload.UploadsUnderTest;
import dev.moorage.application.simulation.store.SimulatedStore;
import dev.moorage.application.simulation.store.Stored;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.domain.upload.UploadPhase;
import dev.moorage.domain.upload.UploadSession;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.StagedState;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The invariants, checked whenever the store changes. The numbers in messages are those of the broken invariants. */
final class Invariants implements SimulatedStore.Witness {
    private final SimulatedStore store;
    private final Promises promises;
    private final InstantSource clock;
    private final Coverage coverage;
    private final Consumer<String> notes;
    private final boolean hashesAreCarried;
    private final boolean collects;
    private final Map<UploadId, Ledger> ledgers = new LinkedHashMap<>();
    private final Map<ObjectKey, UploadsUnderTest.Stored> records = new HashMap<>();
    private final Map<UploadId, Coverage.Phase> committing = new HashMap<>();
    private int docketChanges;
    private Consumer<Digest> collections = blob -> {};

    /**
     * @param hashesAreCarried whether every replica can continue the hash of another one
     * @param collects whether garbage is collected, and an operator deletes links
     */
    Invariants(
            SimulatedStore store,
            InstantSource clock,
            Coverage coverage,
            Consumer<String> notes,
            boolean hashesAreCarried,
            boolean collects) {
        this.collects = collects;
        this.hashesAreCarried = hashesAreCarried;
        this.store = store;
        this.promises = new Promises(store);
        this.notes = notes;
        this.clock = clock;
        this.coverage = coverage;
    }

    /** Calls a listener for each blob that a collector removes. */
    void whenCollected(Consumer<Digest> listener) {
        collections = listener;
    }

    /** Returns the number of changes of the docket until now. */
    int docketChanges() {
        return docketChanges;
    }

    Promises promises() {
        return promises;
    }

    Ledger ledger(UploadId id) {
        return ledgers.computeIfAbsent(id, name -> new Ledger());
    }

    /** Returns whether the registry may answer that the upload does not exist. */
    boolean mayBeGone(RepositoryName repository, UploadId id) {
        UploadsUnderTest.Stored record = records.get(RegistryKeys.uploadSession(repository, id));
        return ledger(id).mayBeGone() || record != null && store.excusesLoss(record.staged());
    }

    Optional<UploadSession> session(RepositoryName repository, UploadId id) {
        return Optional.ofNullable(records.get(RegistryKeys.uploadSession(repository, id)))
                .map(UploadsUnderTest.Stored::session);
    }

    List<UploadSession> sessions() {
        return records.values().stream().map(UploadsUnderTest.Stored::session).toList();
    }

    Coverage.Phase phase(RepositoryName repository, UploadId id) {
        return session(repository, id)
                .map(session -> Optional.ofNullable(committing.get(id)).orElse(phase(session)))
                .orElse(Coverage.Phase.ABSENT);
    }

    private static Coverage.Phase phase(UploadSession session) {
        return switch (session.phase()) {
            case UploadPhase.Open _ -> Coverage.Phase.OPEN;
            case UploadPhase.Appending _ -> Coverage.Phase.APPENDING;
            case UploadPhase.Sealed _ -> Coverage.Phase.SEALED;
            case UploadPhase.Verified _ -> Coverage.Phase.VERIFIED;
            case UploadPhase.Published _ -> Coverage.Phase.PUBLISHED;
            case UploadPhase.Committed _ -> Coverage.Phase.COMMITTED;
            case UploadPhase.Cancelled _ -> Coverage.Phase.CANCELLED;
            case UploadPhase.Expired _ -> Coverage.Phase.EXPIRED;
        };
    }

    private void count(UploadId id, Coverage.Event event) {
        sessions().stream()
                .filter(session -> session.id().equals(id))
                .forEach(session -> coverage.count(event, phase(session.repository(), id)));
    }

    @Override
    public void changed(ObjectKey key) {
        List<String> segments = key.segments();
        if (!segments.getFirst().equals("docker")) {
            docketChanges += key.isBelow(RegistryKeys.DOCKET) ? 1 : 0;
            return; // The docket, or an object that is written only to read the store's time.
        }
        int count = segments.size();
        if (segments.get(3).equals("blobs")) {
            blobChanged(key, segments.get(4) + ":" + segments.get(6));
        } else if (segments.contains("_layers")) {
            linkChanged(key);
        } else if (segments.contains("_uploads")) {
            int id = segments.indexOf("_uploads") + 1;
            if (segments.get(count - 1).equals("session")) {
                recordChanged(key);
            } else if (!segments.get(count - 1).equals("fence")) {
                stagedChanged(new ObjectKey(String.join("/", segments.subList(0, id + 1))));
            }
        }
    }

    private void blobChanged(ObjectKey key, String digest) {
        Digest expected = Digest.tryParse(digest).orElseThrow();
        Optional<Stored> blob = store.get(key);
        if (blob.isEmpty() && collects && !promises.includes(expected)) {
            collections.accept(expected);
            return;
        }
        if (blob.isEmpty()) {
            throw new Violation("(3) a blob went away: " + digest);
        }
        if (Digest.of(expected.algorithm(), blob.get().content().bytes()).equals(expected)) {
            promises.isWholeNow(key);
        } else if (!promises.isDamaged(key)) {
            throw new Violation("(1) a blob does not hash to its digest: " + digest);
        }
    }

    private void linkChanged(ObjectKey key) {
        Optional<Digest> digest = store.get(key)
                .flatMap(link -> Digest.tryParse(new String(link.content().bytes(), StandardCharsets.US_ASCII)));
        if (digest.isEmpty() && collects && !promises.includes(key)) {
            return;
        }
        if (digest.isEmpty()) {
            throw new Violation("(3) a link went away: " + key);
        }
        if (!collects
                && !promises.isWhole(
                        digest.get())) { // A push looks again after its link, and then puts the bytes again.
            throw new Violation("(13) a link without a whole blob: " + key);
        }
    }

    private void stagedChanged(ObjectKey area) {
        UploadsUnderTest.Stored record = records.get(area.resolve("session"));
        if (record == null || record.session().phase().isFinal()) {
            return;
        }
        Ledger ledger = ledger(record.session().id());
        byte[] staged = store.peek(area, record.staged()).orElse(new byte[0]);
        if (!ledger.isPublished() && !ledger.isIn(staged) && !store.excusesLoss(record.staged())) {
            throw new Violation("(4) acknowledged bytes are gone or have changed");
        }
    }

    private void recordChanged(ObjectKey key) {
        Optional<UploadsUnderTest.Stored> next = store.get(key)
                .flatMap(stored -> UploadsUnderTest.decode(stored.content().bytes()));
        Optional<UploadsUnderTest.Stored> before = Optional.ofNullable(records.get(key));
        notes.accept("   record " + next.map(Invariants::described).orElse("gone"));
        if (next.isEmpty()) {
            before.ifPresent(this::forgotten);
            records.remove(key);
            return;
        }
        UploadSession session = next.get().session();
        before.ifPresent(known -> compare(known.session(), session));
        committing.remove(session.id());
        records.put(key, next.get());
        Ledger ledger = ledger(session.id());
        acknowledged(next.get(), ledger);
        if (!hashesAreCarried && !store.readsBack(next.get().staged())) {
            ledger.mayBeGoneNow();
        }
        switch (session.phase()) {
            case UploadPhase.Committed(Digest digest) -> {
                ledger.mayBeGoneNow();
                Promises.Blob blob = new Promises.Blob(session.repository(), digest);
                if (promises.stays(blob, promises.deletionsBeforeCommit(session.id()))) {
                    promises.requireThere(blob);
                }
            }
            case UploadPhase.Cancelled _, UploadPhase.Expired _ -> ledger.mayBeGoneNow();
            default -> {
                // The upload is unfinished.
            }
        }
    }

    private static String described(UploadsUnderTest.Stored record) {
        UploadSession session = record.session();
        return shortened(session.id()) + " " + session.phase() + ", generation " + session.generation() + ", "
                + session.acknowledged() + " of " + session.offset() + ", "
                + record.staged().map(StagedState::value).orElse("no state");
    }

    /** Returns enough characters of an id to distinguish it. */
    static String shortened(UploadId id) {
        return id.toString().substring(0, 4);
    }

    private void forgotten(UploadsUnderTest.Stored record) {
        if (!record.session().phase().isFinal()) {
            throw new Violation("(11) the record of a living upload is gone");
        }
        committing.remove(record.session().id());
        ledger(record.session().id()).end();
    }

    private void compare(UploadSession before, UploadSession after) {
        boolean purging = before.phase().equals(after.phase()) && before.generation() == after.generation();
        if (before.phase().isFinal() && !purging) {
            throw new Violation("(9) something followed a final state: " + after);
        }
        if (after.acknowledged() < before.acknowledged()) {
            throw new Violation("(4) the acknowledged offset went back");
        }
        if (after.generation() < before.generation()) {
            throw new Violation("(6) the generation went back");
        }
        if (after.phase() instanceof UploadPhase.Expired
                && before.lastActivity().plus(World.PURGE_AGE).isAfter(clock.instant())) {
            throw new Violation("(11) a purge took a living upload");
        }
        Coverage.Phase phase = phase(before.repository(), before.id());
        if (phase == Coverage.Phase.PUBLISHED && after.phase() instanceof UploadPhase.Committed) {
            coverage.count(Coverage.Event.LINKED, phase);
        }
        if (phase == Coverage.Phase.APPENDING && after.offset() > before.offset()) {
            coverage.count(Coverage.Event.BYTES_DURABLE, phase);
        }
        if (phase == Coverage.Phase.SEALED && after.phase() instanceof UploadPhase.Open) {
            coverage.count(Coverage.Event.WRONG_DIGEST, phase);
        }
    }

    private void acknowledged(UploadsUnderTest.Stored record, Ledger ledger) {
        int size = (int) record.session().acknowledged();
        boolean known = ledger.agreed().filter(bytes -> bytes.length >= size).isPresent();
        if (known || record.session().phase().isFinal()) {
            return;
        }
        ObjectKey area = RegistryKeys.upload(
                record.session().repository(), record.session().id());
        if (ledger.agreed().isEmpty() && !store.keepsStaged(area)) {
            return; // The power has gone. What had no fsync is dropped when the writer of this record reopens the area.
        }
        byte[] staged = store.peek(area, record.staged()).orElse(new byte[0]);
        if (staged.length >= size) {
            ledger.acknowledge(staged, size);
        } else if (store.excusesLoss(record.staged())) {
            ledger.lose();
        } else if (ledger.agreed().isPresent()) {
            throw new Violation("(4) acknowledged bytes are not there");
        }
    }

    @Override
    public void sealed(ObjectKey area) {
        committing.put(id(area), Coverage.Phase.SEALED);
    }

    private static UploadId id(ObjectKey area) {
        return UploadId.tryParse(area.name()).orElseThrow();
    }

    @Override
    public void verified(ObjectKey area) {
        committing.put(id(area), Coverage.Phase.VERIFIED);
    }

    @Override
    public void publishing(ObjectKey area, ObjectKey target, long size, long present) {
        if (present == size) {
            count(id(area), Coverage.Event.BLOB_ALREADY_THERE);
        }
    }

    @Override
    public void published(ObjectKey area) {
        committing.put(id(area), Coverage.Phase.PUBLISHED);
        ledger(id(area)).publish();
        ledger(id(area)).mayBeGoneNow();
    }

    /** Checks after a power cut that everything promised exists. Of uploads, only what the store has counts. */
    void powerCut() {
        promises.requireAll();
        ledgers.values().forEach(Ledger::powerCut);
        committing.clear();
        for (ObjectKey key : List.copyOf(records.keySet())) {
            Optional<UploadsUnderTest.Stored> left = store.get(key)
                    .flatMap(stored -> UploadsUnderTest.decode(stored.content().bytes()));
            records.compute(key, (name, before) -> left.orElse(null));
        }
    }

    /** Returns the digest of the acknowledged bytes up to an offset. The result is empty if they are not known. */
    Optional<Digest> digestOf(UploadId id, long offset, DigestAlgorithm algorithm) {
        return ledger(id)
                .agreed()
                .filter(bytes -> bytes.length >= offset)
                .map(bytes -> Digest.of(algorithm, Arrays.copyOf(bytes, (int) offset)));
    }
}
