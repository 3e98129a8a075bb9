package dev.moorage.application.service.upload.purge;

import dev.moorage.application.layout.StoreClock;
import dev.moorage.application.port.in.upload.PurgedUpload;
import dev.moorage.application.service.upload.session.SessionRecord;
import dev.moorage.application.service.upload.session.UploadSessions;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.upload.UploadPhase;
import dev.moorage.domain.upload.UploadProtocol.Path;
import dev.moorage.domain.upload.UploadSession;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.ObjectVersion;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Purges the objects of uploads without a readable record:
 *
 * <ol>
 *   <li>The age is taken from the newest object (store clock), or from {@code startedat} for an upload of CNCF
 *       Distribution.
 *   <li>An Expired record is written, where there is none or in place of the unreadable one. A client that comes now
 *       finds that the upload has ended. A request that is about to take over an upload of CNCF Distribution fails its
 *       compare-and-set.
 *   <li>The objects are removed.
 *   <li>The record is deleted. After a crash before this step, a later purge deletes it.
 * </ol>
 */
public final class OrphanPurge {
    private final UploadSessions sessions;
    private final UploadObjects areas;
    private final InstantSource clock;

    public OrphanPurge(UploadSessions sessions, UploadObjects areas, InstantSource clock) {
        this.sessions = sessions;
        this.areas = areas;
        this.clock = clock;
    }

    /**
     * Purges the objects of an upload. The result is empty if it is too young, or if another request has changed it
     * first.
     *
     * @param unreadable the version of its unreadable record. Empty if it has no record
     */
    Optional<PurgedUpload> purge(
            Path upload, Optional<ObjectVersion> unreadable, Duration age, StoreClock store, boolean dryRun)
            throws IOException {
        Optional<Instant> startedAt = unreadable.isPresent() ? Optional.empty() : areas.startedAt(upload);
        Optional<Instant> last = startedAt.isPresent() ? startedAt : areas.lastModified(upload);
        if (last.isEmpty() || last.get().plus(age).isAfter(store.now())) {
            return Optional.empty();
        }
        if (!dryRun && !remove(upload, unreadable, last.get())) {
            return Optional.empty();
        }
        return Optional.of(new PurgedUpload(
                upload.repository(),
                upload.id(),
                startedAt.isPresent() ? PurgedUpload.Kind.DISTRIBUTION : PurgedUpload.Kind.ORPHAN,
                last.get()));
    }

    private boolean remove(Path upload, Optional<ObjectVersion> unreadable, Instant startedAt) throws IOException {
        UploadSession expired = new UploadSession(
                upload.id(),
                upload.repository(),
                DigestAlgorithm.CANONICAL,
                startedAt,
                clock.instant(),
                1,
                0,
                0,
                new UploadPhase.Expired());
        SessionRecord record = new SessionRecord(expired, Optional.empty(), List.of());
        try {
            ObjectVersion version = sessions.end(record, unreadable);
            areas.remove(upload, 1, Optional.empty());
            areas.forget(upload, version);
            return true;
        } catch (ConditionFailedException _) {
            return false;
        }
    }
}
