package dev.moorage.application.service.upload.session;

import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.hash.Hasher;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.upload.UploadBody;
import dev.moorage.application.port.in.upload.UploadHistory;
import dev.moorage.application.port.in.upload.UploadRequest;
import dev.moorage.application.port.out.event.UploadEvent.Place;
import dev.moorage.domain.upload.UploadOutcome;
import dev.moorage.domain.upload.UploadOutcome.Claimed;
import dev.moorage.domain.upload.UploadOutcome.NoUpload;
import dev.moorage.domain.upload.UploadProtocol;
import dev.moorage.domain.upload.UploadProtocol.Path;
import dev.moorage.domain.upload.UploadSession;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingFencedException;
import dev.moorage.storage.spi.staging.StagingRequest;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Makes a request the only writer of an upload, in these steps:
 *
 * <ol>
 *   <li>Read the session record and ask the protocol.
 *   <li>End the older writer of this process, and give it a moment to record what it has received.
 *   <li>Raise the generation in the record by compare-and-set.
 *   <li>Reopen the staged object under the new generation, which fences the writers of other processes.
 *   <li>Drop the bytes that the protocol drops, and continue the hash at the end of the bytes.
 * </ol>
 */
public final class UploadClaims {
    private static final int MAX_ATTEMPTS = 16;

    private final StorageDriver storage;
    private final UploadSessions sessions;
    private final UploadHashes hashes;
    private final UploadWriters writers;
    private final CancelledUploads cancelled;
    private final DistributionUploadImport distributionImport;
    private final UploadProtocol protocol;
    private final InstantSource clock;
    private final long firstSlice;
    private final RegistryEvents events;

    /**
     * @param firstSlice the number of bytes of a body after which the durable offset is first stored in the record
     */
    public UploadClaims(
            StorageDriver storage,
            UploadSessions sessions,
            UploadHashes hashes,
            UploadWriters writers,
            CancelledUploads cancelled,
            DistributionUploadImport distributionImport,
            UploadProtocol protocol,
            InstantSource clock,
            long firstSlice,
            RegistryEvents events) {
        this.storage = storage;
        this.sessions = sessions;
        this.hashes = hashes;
        this.writers = writers;
        this.cancelled = cancelled;
        this.distributionImport = distributionImport;
        this.protocol = protocol;
        this.clock = clock;
        this.firstSlice = firstSlice;
        this.events = events;
    }

    /** The parts of the request that a claim needs. */
    public record Request(UploadRequest upload, Optional<UploadBody> body, Optional<ObjectKey> target) {
        Path path() {
            return upload.path();
        }

        OptionalLong expectedSize() {
            return body.map(UploadBody::length).orElse(OptionalLong.empty());
        }
    }

    /** Returns whether no request has stored anything of an upload, and none has cancelled it in this process. */
    public boolean isUntouched(Path upload) throws IOException {
        return !cancelled.contains(upload.id()) && sessions.read(upload).isEmpty();
    }

    /**
     * Claims an upload.
     *
     * @param transition the protocol's transition for the stored session
     */
    public ClaimAttempt claim(Request request, Function<Optional<UploadSession>, ? extends UploadOutcome> transition)
            throws IOException {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Optional<UploadSessions.Stored> stored = sessions.read(request.path());
            if (stored.isPresent() && stored.get().record().isEmpty()) {
                return new ClaimAttempt.Answered(new NoUpload());
            }
            Optional<SessionRecord> before = stored.flatMap(UploadSessions.Stored::record);
            if (before.isEmpty() && cancelled.contains(request.path().id())) {
                return new ClaimAttempt.Answered(new NoUpload());
            }
            UploadOutcome outcome = transition.apply(before.map(SessionRecord::session));
            if (before.isEmpty() && outcome instanceof NoUpload && distributionImport.importUpload(request.path())) {
                continue;
            }
            if (!(outcome instanceof Claimed(UploadSession session, long keep))) {
                return new ClaimAttempt.Answered(outcome);
            }
            if (before.isPresent() && writers.end(request.path().id())) {
                continue; // That writer has recorded its progress. Read the record again.
            }
            SessionReports reports = new SessionReports(events, request.upload());
            SessionRecord next = next(before, session, request, reports);
            Optional<ObjectVersion> replaced = stored.map(UploadSessions.Stored::version);
            Optional<ObjectVersion> version = store(next, replaced);
            if (version.isPresent()) {
                Before left = new Before(before.orElse(next), replaced.orElse(version.get()));
                return open(request, left, next, version.get(), keep, reports);
            }
        }
        return new ClaimAttempt.Fenced();
    }

    private static SessionRecord next(
            Optional<SessionRecord> before, UploadSession session, Request request, SessionReports reports) {
        UploadHistory history = reports.with(
                before.map(SessionRecord::history).orElse(UploadHistory.NONE), request.body(), session.offset());
        return before.map(record -> new SessionRecord(
                        session,
                        record.staged(),
                        record.hashes().stream()
                                .filter(state -> state.length() <= session.offset())
                                .toList(),
                        history))
                .orElseGet(() -> new SessionRecord(session, Optional.empty(), List.of(), history));
    }

    /**
     * Stores the claim. The result is empty if another request changed the record first. If the store's answer is lost,
     * the record is read back.
     */
    private Optional<ObjectVersion> store(SessionRecord next, Optional<ObjectVersion> replaced) throws IOException {
        try {
            return Optional.of(replaced.isPresent() ? sessions.replace(next, replaced.get()) : sessions.create(next));
        } catch (ConditionFailedException _) {
            return Optional.empty();
        } catch (IOException e) {
            Path path = new Path(next.session().repository(), next.session().id());
            return Optional.of(sessions.read(path)
                    .filter(stored -> stored.record().equals(Optional.of(next)))
                    .orElseThrow(() -> e)
                    .version());
        }
    }

    /** The record as the last writer left it, or the first record of a new upload. */
    private record Before(SessionRecord record, ObjectVersion version) {}

    private ClaimAttempt open(
            Request request,
            Before before,
            SessionRecord next,
            ObjectVersion version,
            long keep,
            SessionReports reports)
            throws IOException {
        UploadSession session = next.session();
        Optional<UploadWriters.Writer> writer = writers.takeOver(session.id(), session.generation(), request.body());
        if (writer.isEmpty()) {
            return new ClaimAttempt.Fenced();
        }
        Optional<StagedObject> staged = Optional.empty();
        boolean won = false;
        try {
            if (writer.get().hasFencedOther() && !isStored(request.path(), version)) {
                return new ClaimAttempt.Fenced();
            }
            staged = stage(request, next);
            if (staged.isEmpty()) {
                return new ClaimAttempt.BytesLost(before.record());
            }
            Optional<UploadHashes.Restored> hash = truncateAndRestoreHash(before, session, staged.get(), keep);
            if (hash.isEmpty()) {
                return new ClaimAttempt.BytesLost(before.record());
            }
            reports.reportRehashed(hash.get().read());
            won = true;
            long offset = staged.get().size();
            boolean isResumed = offset > before.record().session().acknowledged();
            SessionRecord claimed = isResumed ? next.with(SessionReports.resumed(next.history())) : next;
            if (isResumed) {
                reports.reportResumed(
                        offset, hashes.isKept(session.id(), before.version()) ? Place.HERE : Place.ELSEWHERE);
            }
            reports.reportClaim(claimed, offset);
            return new ClaimAttempt.Won(new ClaimedUpload(
                    protocol,
                    sessions,
                    hashes,
                    clock,
                    firstSlice,
                    writer.get(),
                    staged.get(),
                    hash.get().hasher(),
                    claimed,
                    version,
                    reports));
        } catch (StagingFencedException _) {
            return new ClaimAttempt.Fenced();
        } catch (StagedBytesLostException _) {
            return new ClaimAttempt.BytesLost(before.record());
        } finally {
            if (!won) {
                staged.ifPresent(StagedObject::close);
                writer.get().close();
            }
        }
    }

    /**
     * Returns whether the record still has this version. While this request waited, the older writer may have committed
     * and so ended the upload.
     */
    private boolean isStored(Path path, ObjectVersion version) throws IOException {
        return sessions.read(path).map(UploadSessions.Stored::version).equals(Optional.of(version));
    }

    private Optional<StagedObject> stage(Request request, SessionRecord next) throws IOException {
        UploadSession session = next.session();
        ObjectKey area = RegistryKeys.upload(session.repository(), session.id());
        if (session.generation() > 1) {
            Optional<StagedObject> reopened = next.staged().isPresent()
                    ? storage.stage(StagingRequest.resume(area, session.generation(), next.staged()))
                    : distributionImport.recover(request.path(), session.generation());
            if (reopened.isPresent() || session.acknowledged() > 0) {
                return reopened;
            }
        }
        return storage.stage(
                new StagingRequest.Begin(area, session.generation(), request.target(), request.expectedSize()));
    }

    /**
     * Makes the staged bytes and the hash end at the same offset. The result is empty if that offset is before the
     * acknowledged one.
     */
    private Optional<UploadHashes.Restored> truncateAndRestoreHash(
            Before before, UploadSession session, StagedObject staged, long keep) throws IOException {
        if (staged.size() > keep) {
            staged.truncate(keep);
        }
        if (staged.size() < session.acknowledged()) {
            return Optional.empty();
        }
        UploadHashes.Restored restored = hashes.restore(before.record(), before.version(), staged);
        Hasher hasher = restored.hasher();
        if (hasher.length() < session.acknowledged()) {
            return Optional.empty();
        }
        if (hasher.length() < staged.size()) {
            staged.truncate(hasher.length());
        }
        return Optional.of(restored);
    }
}
