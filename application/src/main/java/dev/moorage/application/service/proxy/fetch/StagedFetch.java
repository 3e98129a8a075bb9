package dev.moorage.application.service.proxy.fetch;

import dev.moorage.application.hash.HashState;
import dev.moorage.application.hash.Hasher;
import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.fetch.FetchId;
import dev.moorage.domain.fetch.FetchOutcome.Busy;
import dev.moorage.domain.fetch.FetchOutcome.Claimed;
import dev.moorage.domain.fetch.FetchOutcome.Fenced;
import dev.moorage.domain.fetch.FetchOutcome.Mismatch;
import dev.moorage.domain.fetch.FetchOutcome.Recorded;
import dev.moorage.domain.fetch.FetchOutcome.Report;
import dev.moorage.domain.fetch.FetchProtocol;
import dev.moorage.domain.fetch.FetchSession;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.staging.Appended;
import dev.moorage.storage.spi.staging.BodySource;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingFencedException;
import dev.moorage.storage.spi.staging.StagingRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fetch of a blob of which this replica is the only one that stores it, until another replica takes it over. Then methods throw
 * {@link StagingFencedException}. For use by one thread.
 */
final class StagedFetch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StagedFetch.class);
    private static final int MAX_ATTEMPTS = 8;
    private static final int READ_BUFFER = 64 * 1024;

    private final Parts parts;
    private final StagedObject staged;
    private final Hasher hasher;
    private FetchRecord record;
    private ObjectVersion version;

    /** What fetches need. */
    record Parts(
            StorageDriver storage,
            FetchRecords records,
            FetchProtocol protocol,
            PortableHashing hashing,
            Supplier<FetchId> ids,
            InstantSource clock) {}

    private StagedFetch(Parts parts, StagedObject staged, Hasher hasher, FetchRecord record, ObjectVersion version) {
        this.parts = parts;
        this.staged = staged;
        this.hasher = hasher;
        this.record = record;
        this.version = version;
    }

    /**
     * Claims the fetch of a blob. The result is empty if another replica stores it.
     *
     * @param size the size of the blob, if it is known
     */
    static Optional<StagedFetch> claim(Parts parts, Digest digest, OptionalLong size) throws IOException {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Optional<FetchRecords.Stored> stored = parts.records().read(digest);
            Optional<FetchRecord> before = stored.flatMap(FetchRecords.Stored::record);
            switch (parts.protocol()
                    .claim(
                            before.map(FetchRecord::session),
                            digest,
                            parts.ids().get(),
                            parts.clock().instant())) {
                case Busy _ -> {
                    return Optional.empty();
                }
                case Claimed(FetchSession session) -> {
                    FetchRecord next = before.map(record -> record.with(session))
                            .orElseGet(() -> new FetchRecord(session, Optional.empty(), Optional.empty()));
                    try {
                        ObjectVersion version = parts.records().put(next, stored.map(FetchRecords.Stored::version));
                        return open(parts, next, version, size);
                    } catch (ConditionFailedException _) {
                        // Another replica was faster. Its record is read.
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Returns whether another process has claimed the fetch of a blob, and has reported lately. */
    static boolean isBusy(Parts parts, Digest digest) throws IOException {
        Optional<FetchSession> session = parts.records()
                .read(digest)
                .flatMap(FetchRecords.Stored::record)
                .map(FetchRecord::session);
        return parts.protocol()
                        .claim(session, digest, parts.ids().get(), parts.clock().instant())
                instanceof Busy;
    }

    private static Optional<StagedFetch> open(Parts parts, FetchRecord record, ObjectVersion version, OptionalLong size)
            throws IOException {
        StagedObject staged;
        try {
            staged = stage(parts.storage(), record, size);
        } catch (StagingFencedException _) {
            return Optional.empty();
        }
        try {
            Hasher hasher = hasher(parts.hashing(), record, staged);
            if (hasher.length() < staged.size()) {
                staged.truncate(hasher.length());
            }
            return Optional.of(new StagedFetch(parts, staged, hasher, record, version));
        } catch (IOException | RuntimeException e) {
            staged.close();
            throw e;
        }
    }

    private static StagedObject stage(StorageDriver storage, FetchRecord record, OptionalLong size) throws IOException {
        FetchSession session = record.session();
        ObjectKey area = RegistryKeys.fetchArea(session.digest(), session.id());
        if (session.generation() > 1) {
            try {
                Optional<StagedObject> reopened =
                        storage.stage(StagingRequest.resume(area, session.generation(), record.staged()));
                if (reopened.isPresent()) {
                    return reopened.get();
                }
            } catch (StagedBytesLostException _) {
                // It begins with the first byte again.
            }
        }
        return storage.stage(new StagingRequest.Begin(
                        area, session.generation(), Optional.of(RegistryKeys.blob(session.digest())), size))
                .orElseThrow(() -> new IOException("a new staged object is not there"));
    }

    /** Returns the hash of the staged bytes, as far as they can be hashed without the upstream. */
    private static Hasher hasher(PortableHashing hashing, FetchRecord record, StagedObject staged) throws IOException {
        Digest digest = record.session().digest();
        Optional<HashState> state = record.hash().filter(known -> known.length() <= staged.size());
        Hasher hasher = state.flatMap(hashing::restore).orElseGet(() -> Hasher.of(digest.algorithm()));
        if (hasher.length() == staged.size()) {
            return hasher;
        }
        Optional<ObjectContent> rest = staged.read(new ByteRange(hasher.length(), staged.size() - hasher.length()));
        if (rest.isPresent()) {
            try (ObjectContent content = rest.get()) {
                ByteBuffer buffer = ByteBuffer.allocate(READ_BUFFER);
                while (content.read(buffer.clear()) >= 0) {
                    hasher.update(buffer.flip());
                }
            }
        }
        return hasher;
    }

    /** Returns the number of bytes that are staged. */
    long size() {
        return staged.size();
    }

    /** Returns the hash of the staged bytes, for the source of the next ones. */
    Hasher hasher() {
        return hasher;
    }

    /** Appends bytes. */
    Appended append(BodySource source) throws IOException {
        return staged.append(source);
    }

    /** Returns staged bytes from an offset on. Empty where the store cannot read them. */
    Optional<ObjectContent> read(long offset) throws IOException {
        return staged.read(new ByteRange(offset, staged.size() - offset));
    }

    /** Records how much is durable, and that this replica lives. */
    void report() throws IOException {
        store(parts.protocol()
                .progressed(
                        record.session(),
                        record.session(),
                        staged.size(),
                        parts.clock().instant()));
    }

    /** Records how much is durable, and that any replica may continue. It never fails. */
    void leave() {
        try {
            store(parts.protocol().left(record.session(), record.session(), staged.size()));
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("A fetch that was left is continued later");
        }
    }

    private void store(Report report) throws IOException {
        FetchSession next = mine(report);
        Optional<HashState> hash =
                hasher.length() == staged.size() ? parts.hashing().export(hasher) : Optional.empty();
        FetchRecord changed = new FetchRecord(next, Optional.of(staged.state()), hash);
        try {
            version = parts.records().put(changed, Optional.of(version));
            record = changed;
        } catch (ConditionFailedException _) {
            throw fenced();
        }
    }

    /** The bytes as they can no longer change. */
    final class Whole {
        private final Sealed sealed;
        private final FetchSession verified;

        private Whole(Sealed sealed, FetchSession verified) {
            this.sealed = sealed;
            this.verified = verified;
        }

        /** Makes the bytes the blob. */
        void publish() throws IOException {
            staged.publish(sealed, RegistryKeys.blob(verified.digest()));
            FetchSession published = mine(parts.protocol().published(verified));
            if (!parts.protocol().isLinked(published, true)) {
                throw fenced();
            }
        }
    }

    /** Seals and verifies the bytes. The result is empty if their digest is another one, and the fetch has ended then. */
    Optional<Whole> verify() throws IOException {
        Sealed sealed = staged.seal();
        if (hasher.length() != sealed.size()) {
            throw new IOException("the hash has seen " + hasher.length() + " of " + sealed.size() + " sealed bytes");
        }
        FetchSession session = mine(parts.protocol()
                .seal(record.session(), sealed.size(), parts.clock().instant()));
        return switch (parts.protocol().verify(session, hasher.digest())) {
            case Recorded(FetchSession verified) -> Optional.of(new Whole(sealed, verified));
            case Mismatch _ -> {
                end();
                yield Optional.empty();
            }
            case Fenced _ -> throw fenced();
        };
    }

    /** Ends the fetch: removes its record, and what is staged. It never fails. */
    void end() {
        try {
            if (parts.protocol().isForgotten(record.session(), record.session())) {
                parts.records().remove(record.session().digest(), version);
            }
        } catch (ConditionFailedException _) {
            // Another replica has taken it over, and its bytes are not those of this writer.
        } catch (IOException e) {
            LOG.atInfo()
                    .addKeyValue("digest", record.session().digest())
                    .setCause(e)
                    .log("The record of a fetch stays");
            return;
        }
        discard();
    }

    private void discard() {
        try {
            staged.discard();
        } catch (IOException e) {
            LOG.atInfo()
                    .addKeyValue("digest", record.session().digest())
                    .setCause(e)
                    .log("Staged bytes of a fetch stay");
        }
    }

    private FetchSession mine(Report report) throws IOException {
        return switch (report) {
            case Recorded(FetchSession session) -> session;
            case Fenced _ -> throw fenced();
        };
    }

    private StagingFencedException fenced() {
        return new StagingFencedException(RegistryKeys.fetchArea(
                record.session().digest(), record.session().id()));
    }

    @Override
    public void close() {
        staged.close();
    }
}
