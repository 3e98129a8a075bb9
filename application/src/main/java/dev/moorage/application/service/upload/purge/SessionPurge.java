package dev.moorage.application.service.upload.purge;

import dev.moorage.application.port.in.upload.PurgedUpload;
import dev.moorage.application.service.upload.session.SessionRecord;
import dev.moorage.application.service.upload.session.UploadSessions;
import dev.moorage.domain.upload.UploadOutcome.Ended;
import dev.moorage.domain.upload.UploadProtocol;
import dev.moorage.domain.upload.UploadProtocol.Path;
import dev.moorage.domain.upload.UploadSession;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.ObjectVersion;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Purges uploads that have a record. An unfinished upload that is too old is first ended by compare-and-set, and then
 * its bytes are deleted. The record of an ended upload is deleted when it is too old for late requests.
 */
public final class SessionPurge {
    private final UploadSessions sessions;
    private final UploadObjects areas;
    private final UploadProtocol protocol;
    private final InstantSource clock;

    public SessionPurge(UploadSessions sessions, UploadObjects areas, UploadProtocol protocol, InstantSource clock) {
        this.sessions = sessions;
        this.areas = areas;
        this.protocol = protocol;
        this.clock = clock;
    }

    /** Purges an upload. The result is empty if it is too young, or if another request has changed it first. */
    Optional<PurgedUpload> purge(Path upload, SessionRecord record, ObjectVersion version, Duration age, boolean dryRun)
            throws IOException {
        UploadSession session = record.session();
        if (session.lastActivity().plus(age).isAfter(clock.instant())) {
            return Optional.empty();
        }
        boolean ended = session.phase().isFinal();
        if (!dryRun && !(ended ? forgetAlone(upload, record, version) : end(upload, record, version, age))) {
            return Optional.empty();
        }
        return Optional.of(new PurgedUpload(
                upload.repository(),
                upload.id(),
                ended ? PurgedUpload.Kind.ENDED : PurgedUpload.Kind.UNFINISHED,
                session.lastActivity()));
    }

    /**
     * Claims the record of an ended upload for this purge, and deletes what belongs to it. An unused token can begin
     * the upload again once its record is gone. A second purge must not still be removing objects of the old record
     * then, so only one purge at a time holds the record.
     */
    private boolean forgetAlone(Path upload, SessionRecord record, ObjectVersion version) throws IOException {
        SessionRecord claimed = record.with(protocol.forgetting(record.session(), clock.instant()));
        try {
            return forget(upload, claimed, sessions.end(claimed, Optional.of(version)));
        } catch (ConditionFailedException _) {
            return false;
        }
    }

    private boolean end(Path upload, SessionRecord record, ObjectVersion version, Duration age) throws IOException {
        if (!(protocol.purge(record.session(), age, clock.instant()) instanceof Ended(UploadSession expired))) {
            return false;
        }
        SessionRecord last = record.with(expired);
        try {
            return forget(upload, last, sessions.end(last, Optional.of(version)));
        } catch (ConditionFailedException _) {
            return false;
        }
    }

    /** Removes everything that belongs to a final record, and then the record. */
    private boolean forget(Path upload, SessionRecord record, ObjectVersion version) throws IOException {
        try {
            areas.remove(upload, record.session().generation() + 1, record.staged());
            areas.forget(upload, version);
            return true;
        } catch (ConditionFailedException _) {
            return false; // Another purge was faster.
        }
    }
}
