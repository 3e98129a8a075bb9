package dev.moorage.application.service.upload.session;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.upload.UploadOutcome.Recorded;
import dev.moorage.domain.upload.UploadProtocol;
import dev.moorage.domain.upload.UploadProtocol.Path;
import dev.moorage.storage.spi.object.ConditionFailedException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records the commit of an upload whose blob was published and linked while another request claimed the upload. The
 * client gets a 201, so the upload must not continue. A repeated PUT gets its 201 again. All other requests find that
 * the upload has ended.
 */
public final class FencedCommitRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(FencedCommitRecorder.class);
    private static final int MAX_ATTEMPTS = 16;

    private final UploadSessions sessions;
    private final UploadProtocol protocol;
    private final InstantSource clock;

    public FencedCommitRecorder(UploadSessions sessions, UploadProtocol protocol, InstantSource clock) {
        this.sessions = sessions;
        this.protocol = protocol;
        this.clock = clock;
    }

    /**
     * Records that an upload is committed, unless it has already ended. The bytes that the other request staged stay in
     * the record, so that a purge removes them. The blob is already published and linked, so a failure here does not
     * fail the push.
     */
    public void record(Path upload, Digest digest) {
        try {
            for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
                if (tryRecord(upload, digest)) {
                    return;
                }
            }
            LOG.atInfo()
                    .addKeyValue("upload", upload.id())
                    .log("A commit could not be recorded: other requests keep changing the session");
        } catch (IOException e) {
            LOG.atInfo()
                    .addKeyValue("upload", upload.id())
                    .setCause(e)
                    .log("A committed upload could not be cleaned up. The next purge removes it");
        }
    }

    /** Tries once to record the commit. Returns whether there is nothing more to do. */
    private boolean tryRecord(Path upload, Digest digest) throws IOException {
        Optional<UploadSessions.Stored> stored = sessions.read(upload);
        Optional<SessionRecord> record = stored.flatMap(UploadSessions.Stored::record);
        if (record.isEmpty()
                || !(protocol.committedBeside(record.get().session(), digest, clock.instant())
                        instanceof Recorded(var committed))) {
            return true;
        }
        try {
            sessions.replace(
                    new SessionRecord(committed, record.get().staged(), List.of()),
                    stored.get().version());
            return true;
        } catch (ConditionFailedException _) {
            return false; // Another request has changed the record. Try again.
        }
    }
}
