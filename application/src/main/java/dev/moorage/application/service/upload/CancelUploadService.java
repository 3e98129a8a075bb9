package dev.moorage.application.service.upload;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.upload.CancelResult;
import dev.moorage.application.port.in.upload.CancelUpload;
import dev.moorage.application.port.in.upload.UploadRequest;
import dev.moorage.application.service.upload.session.SessionRecord;
import dev.moorage.application.service.upload.session.UploadCollaborators;
import dev.moorage.application.service.upload.session.UploadSessions;
import dev.moorage.application.service.upload.session.UploadWriters;
import dev.moorage.application.service.upload.token.UploadLocations;
import dev.moorage.domain.upload.UploadOutcome.Ended;
import dev.moorage.domain.upload.UploadOutcome.Ending;
import dev.moorage.domain.upload.UploadOutcome.NoUpload;
import dev.moorage.domain.upload.UploadOutcome.NothingToEnd;
import dev.moorage.domain.upload.UploadOutcome.StillAlive;
import dev.moorage.domain.upload.UploadProtocol.Path;
import dev.moorage.domain.upload.UploadSession;
import dev.moorage.domain.upload.UploadToken;
import dev.moorage.storage.spi.ConditionFailedException;
import dev.moorage.storage.spi.StagedBytesLostException;
import dev.moorage.storage.spi.StagedObject;
import dev.moorage.storage.spi.StagingFencedException;
import dev.moorage.storage.spi.StagingRequest;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles a cancel. It first ends the session record and then deletes the bytes. If no byte was ever stored, it stores
 * nothing either. This process then remembers that the upload has ended. (podman starts and cancels an upload after
 * each failed mount.)
 */
final class CancelUploadService implements CancelUpload {
    private static final Logger LOG = LoggerFactory.getLogger(CancelUploadService.class);

    private final UploadCollaborators with;
    private final UploadLocations locations;

    CancelUploadService(UploadCollaborators collaborators, UploadLocations locations) {
        this.with = collaborators;
        this.locations = locations;
    }

    @Override
    public CancelResult cancel(UploadRequest upload) throws IOException {
        Optional<UploadToken> token = locations.token(upload);
        if (token.isEmpty()) {
            return CancelResult.INVALID_TOKEN;
        }
        Path path = UploadLocations.path(upload);
        if (!path.isOf(token.get()) || with.ended().contains(upload.id())) {
            return CancelResult.UNKNOWN_UPLOAD;
        }
        while (true) {
            Optional<UploadSessions.Stored> stored = with.sessions().read(path);
            if (stored.isPresent() && stored.get().record().isEmpty()) {
                return CancelResult.UNKNOWN_UPLOAD;
            }
            Optional<SessionRecord> before = stored.flatMap(UploadSessions.Stored::record);
            Ending ending = with.protocol()
                    .cancel(
                            before.map(SessionRecord::session),
                            path,
                            token.get(),
                            with.clock().instant());
            switch (ending) {
                case NoUpload _, StillAlive _ -> {
                    return CancelResult.UNKNOWN_UPLOAD;
                }
                case NothingToEnd _ -> {
                    with.ended().add(upload.id());
                    return CancelResult.CANCELLED;
                }
                case Ended(UploadSession session) -> {
                    if (with.live().end(upload.id())) {
                        continue; // That writer may have committed. Check again.
                    }
                    if (end(before.orElseThrow(), stored.orElseThrow(), session)) {
                        return CancelResult.CANCELLED;
                    }
                }
            }
        }
    }

    private boolean end(SessionRecord before, UploadSessions.Stored stored, UploadSession session) throws IOException {
        try {
            with.sessions()
                    .end(new SessionRecord(session, before.staged(), before.hashes()), Optional.of(stored.version()));
        } catch (ConditionFailedException _) {
            return false;
        }
        with.hashes().forget(session.id());
        Optional<UploadWriters.Writer> writer =
                with.live().takeOver(session.id(), session.generation(), Optional.empty());
        try {
            discard(session, before);
        } finally {
            writer.ifPresent(UploadWriters.Writer::close);
        }
        return true;
    }

    /**
     * Deletes the bytes. The record already says that the upload has ended, so a failure here does not fail the cancel.
     */
    private void discard(UploadSession session, SessionRecord before) {
        try {
            Optional<StagedObject> staged = with.storage()
                    .stage(new StagingRequest.Reopen(
                            RegistryKeys.upload(session.repository(), session.id()),
                            session.generation(),
                            before.staged()));
            if (staged.isPresent()) {
                try (StagedObject bytes = staged.get()) {
                    bytes.discard();
                }
            }
        } catch (StagingFencedException | StagedBytesLostException _) {
            // A later request finds the final record and deletes the bytes, or another request has already deleted
            // them.
        } catch (IOException e) {
            LOG.atInfo()
                    .addKeyValue("upload", session.id())
                    .setCause(e)
                    .log("The bytes of a cancelled upload are left to the next purge");
        }
    }
}
