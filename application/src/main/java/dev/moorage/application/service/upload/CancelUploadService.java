package dev.moorage.application.service.upload;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.upload.CancelResult;
import dev.moorage.application.port.in.upload.CancelUpload;
import dev.moorage.application.port.in.upload.EndUpload;
import dev.moorage.application.port.in.upload.EndUploadCommand;
import dev.moorage.application.port.in.upload.UploadRejection;
import dev.moorage.application.port.in.upload.UploadRequest;
import dev.moorage.application.service.upload.session.CancelledUploads;
import dev.moorage.application.service.upload.session.SessionRecord;
import dev.moorage.application.service.upload.session.UploadHashes;
import dev.moorage.application.service.upload.session.UploadSessions;
import dev.moorage.application.service.upload.session.UploadWriters;
import dev.moorage.application.service.upload.token.UploadTokens;
import dev.moorage.domain.upload.UploadOutcome.Ended;
import dev.moorage.domain.upload.UploadOutcome.Ending;
import dev.moorage.domain.upload.UploadOutcome.NoUpload;
import dev.moorage.domain.upload.UploadOutcome.NotIdle;
import dev.moorage.domain.upload.UploadOutcome.NotStored;
import dev.moorage.domain.upload.UploadProtocol;
import dev.moorage.domain.upload.UploadProtocol.Path;
import dev.moorage.domain.upload.UploadSession;
import dev.moorage.domain.upload.UploadToken;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingFencedException;
import dev.moorage.storage.spi.staging.StagingRequest;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles a cancel. It first ends the session record and then deletes the bytes. If no byte was ever stored, it stores
 * nothing either. This process then remembers that the upload has ended. (podman starts and cancels an upload after
 * each failed mount.) An upload that another caller ends goes the same way, with the token that its record proves.
 */
final class CancelUploadService implements CancelUpload, EndUpload {
    private static final Logger LOG = LoggerFactory.getLogger(CancelUploadService.class);

    private final StorageDriver storage;
    private final UploadSessions sessions;
    private final UploadHashes hashes;
    private final UploadWriters writers;
    private final CancelledUploads cancelled;
    private final UploadProtocol protocol;
    private final InstantSource clock;
    private final UploadTokens tokens;

    CancelUploadService(
            StorageDriver storage,
            UploadSessions sessions,
            UploadHashes hashes,
            UploadWriters writers,
            CancelledUploads cancelled,
            UploadProtocol protocol,
            InstantSource clock,
            UploadTokens tokens) {
        this.storage = storage;
        this.sessions = sessions;
        this.hashes = hashes;
        this.writers = writers;
        this.cancelled = cancelled;
        this.protocol = protocol;
        this.clock = clock;
        this.tokens = tokens;
    }

    @Override
    public CancelResult cancel(UploadRequest upload) throws IOException {
        Optional<UploadToken> token = tokens.of(upload);
        if (token.isEmpty()) {
            return new UploadRejection.InvalidToken();
        }
        Path path = upload.path();
        if (!path.isOf(token.get()) || cancelled.contains(upload.id())) {
            return new UploadRejection.UnknownUpload();
        }
        return cancel(path, before -> protocol.cancel(before, path, token.get(), clock.instant()));
    }

    @Override
    public CancelResult end(EndUploadCommand command) throws IOException {
        Path path = command.path();
        return cancel(
                path,
                before -> before.isPresent()
                        ? protocol.cancel(before, path, before.get().token(), clock.instant())
                        : new NoUpload());
    }

    private CancelResult cancel(Path path, Function<Optional<UploadSession>, Ending> transition) throws IOException {
        while (true) {
            Optional<UploadSessions.Stored> stored = sessions.read(path);
            if (stored.isPresent() && stored.get().record().isEmpty()) {
                return new UploadRejection.UnknownUpload();
            }
            Optional<SessionRecord> before = stored.flatMap(UploadSessions.Stored::record);
            switch (transition.apply(before.map(SessionRecord::session))) {
                case NoUpload _, NotIdle _ -> {
                    return new UploadRejection.UnknownUpload();
                }
                case NotStored _ -> {
                    cancelled.add(path.id());
                    return new CancelResult.Cancelled();
                }
                case Ended(UploadSession session) -> {
                    if (writers.end(path.id())) {
                        continue; // That writer may have committed. Check again.
                    }
                    if (end(before.orElseThrow(), stored.orElseThrow(), session)) {
                        return new CancelResult.Cancelled();
                    }
                }
            }
        }
    }

    private boolean end(SessionRecord before, UploadSessions.Stored stored, UploadSession session) throws IOException {
        try {
            sessions.end(new SessionRecord(session, before.staged(), before.hashes()), Optional.of(stored.version()));
        } catch (ConditionFailedException _) {
            return false;
        }
        hashes.forget(session.id());
        Optional<UploadWriters.Writer> writer = writers.takeOver(session.id(), session.generation(), Optional.empty());
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
            Optional<StagedObject> staged = storage.stage(StagingRequest.resume(
                    RegistryKeys.upload(session.repository(), session.id()), session.generation(), before.staged()));
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
                    .log("The bytes of a cancelled upload could not be deleted. The next purge removes them");
        }
    }
}
