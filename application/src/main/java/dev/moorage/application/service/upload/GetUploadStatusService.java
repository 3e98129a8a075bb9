package dev.moorage.application.service.upload;

import dev.moorage.application.port.in.upload.GetUploadStatus;
import dev.moorage.application.port.in.upload.StatusResult;
import dev.moorage.application.port.in.upload.UploadRejection;
import dev.moorage.application.port.in.upload.UploadRequest;
import dev.moorage.application.service.upload.session.ClaimAttempt;
import dev.moorage.application.service.upload.session.ClaimedUpload;
import dev.moorage.application.service.upload.session.UploadClaims;
import dev.moorage.application.service.upload.session.WriterFencedException;
import dev.moorage.application.service.upload.token.UploadTokens;
import dev.moorage.domain.upload.UploadOutcome;
import dev.moorage.domain.upload.UploadProtocol;
import dev.moorage.domain.upload.UploadProtocol.Path;
import dev.moorage.domain.upload.UploadSession;
import dev.moorage.domain.upload.UploadToken;
import dev.moorage.storage.spi.staging.StagingFencedException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/** Handles a status request: ends a remaining writer, and acknowledges all durable bytes. */
final class GetUploadStatusService implements GetUploadStatus {
    private static final int MAX_ATTEMPTS = 64;

    private final UploadProtocol protocol;
    private final InstantSource clock;
    private final UploadClaims claims;
    private final UploadTokens tokens;

    GetUploadStatusService(UploadProtocol protocol, InstantSource clock, UploadClaims claims, UploadTokens tokens) {
        this.protocol = protocol;
        this.clock = clock;
        this.claims = claims;
        this.tokens = tokens;
    }

    @Override
    public StatusResult status(UploadRequest upload) throws IOException {
        Optional<UploadToken> token = tokens.of(upload);
        if (upload.state().isPresent() && token.isEmpty()) {
            return new UploadRejection.InvalidToken();
        }
        Path path = upload.path();
        if (token.isPresent() && !path.isOf(token.get())) {
            return new UploadRejection.UnknownUpload();
        }
        for (int tries = 0; tries < MAX_ATTEMPTS; tries++) {
            ClaimAttempt attempt = claims.claim(
                    new UploadClaims.Request(upload, Optional.empty(), Optional.empty()),
                    stored -> protocol.status(stored, path, token, clock.instant()));
            switch (attempt) {
                case ClaimAttempt.Won(ClaimedUpload claimed) -> {
                    Optional<UploadSession> recorded = record(claimed);
                    if (recorded.isPresent()) {
                        return new StatusResult.InProgress(tokens.progress(recorded.get(), upload.caller()));
                    }
                }
                case ClaimAttempt.Answered(UploadOutcome.InProgress(UploadSession session)) -> {
                    return new StatusResult.InProgress(tokens.progress(session, upload.caller()));
                }
                case ClaimAttempt.Answered(UploadOutcome.NotStarted(UploadToken started)) -> {
                    return new StatusResult.InProgress(tokens.progress(started, upload.caller()));
                }
                case ClaimAttempt.Answered _, ClaimAttempt.BytesLost _ -> {
                    return new UploadRejection.UnknownUpload();
                }
                case ClaimAttempt.Fenced _ -> {
                    // Another request came first. Ask again for the state in which it left the upload.
                }
            }
        }
        throw new IOException("the upload was taken over again and again");
    }

    private static Optional<UploadSession> record(ClaimedUpload claimed) throws IOException {
        try (claimed) {
            return Optional.of(claimed.recordProgress(true));
        } catch (WriterFencedException | StagingFencedException _) {
            return Optional.empty();
        }
    }
}
