package dev.moorage.application.service.upload;

import dev.moorage.application.port.in.upload.GetUploadStatus;
import dev.moorage.application.port.in.upload.StatusResult;
import dev.moorage.application.port.in.upload.UploadRequest;
import dev.moorage.application.service.upload.session.ClaimAttempt;
import dev.moorage.application.service.upload.session.ClaimedUpload;
import dev.moorage.application.service.upload.session.UploadClaims;
import dev.moorage.application.service.upload.session.UploadCollaborators;
import dev.moorage.application.service.upload.session.WriterFencedException;
import dev.moorage.application.service.upload.token.UploadLocations;
import dev.moorage.domain.upload.UploadOutcome;
import dev.moorage.domain.upload.UploadProtocol.Path;
import dev.moorage.domain.upload.UploadSession;
import dev.moorage.domain.upload.UploadToken;
import dev.moorage.storage.spi.StagingFencedException;
import java.io.IOException;
import java.util.Optional;

/** Handles a status request: ends a remaining writer, and acknowledges all durable bytes. */
final class GetUploadStatusService implements GetUploadStatus {
    private static final int MOST_ATTEMPTS = 64;

    private final UploadCollaborators with;
    private final UploadClaims claims;
    private final UploadLocations locations;

    GetUploadStatusService(UploadCollaborators collaborators, UploadClaims claims, UploadLocations locations) {
        this.with = collaborators;
        this.claims = claims;
        this.locations = locations;
    }

    @Override
    public StatusResult status(UploadRequest upload) throws IOException {
        Optional<UploadToken> token = locations.token(upload);
        if (upload.state().isPresent() && token.isEmpty()) {
            return new StatusResult.InvalidToken();
        }
        Path path = UploadLocations.path(upload);
        if (token.isPresent() && !path.isOf(token.get())) {
            return new StatusResult.UnknownUpload();
        }
        for (int tries = 0; tries < MOST_ATTEMPTS; tries++) {
            ClaimAttempt attempt = claims.claim(
                    new UploadClaims.Request(path, Optional.empty(), Optional.empty()),
                    stored -> with.protocol()
                            .status(stored, path, token, with.clock().instant()));
            switch (attempt) {
                case ClaimAttempt.Won(ClaimedUpload claimed) -> {
                    Optional<UploadSession> settled = settle(claimed);
                    if (settled.isPresent()) {
                        return new StatusResult.Standing(locations.progress(settled.get()));
                    }
                }
                case ClaimAttempt.Answered(UploadOutcome.Standing(UploadSession session)) -> {
                    return new StatusResult.Standing(locations.progress(session));
                }
                case ClaimAttempt.Answered(UploadOutcome.NotStarted(UploadToken started)) -> {
                    return new StatusResult.Standing(locations.progress(started));
                }
                case ClaimAttempt.Answered _, ClaimAttempt.BytesLost _ -> {
                    return new StatusResult.UnknownUpload();
                }
                case ClaimAttempt.Overtaken _ -> {
                    // Another request came first. Ask again for the state in which it left the upload.
                }
            }
        }
        throw new IOException("the upload was taken over again and again");
    }

    private static Optional<UploadSession> settle(ClaimedUpload claimed) throws IOException {
        try (claimed) {
            return Optional.of(claimed.settle(true));
        } catch (WriterFencedException | StagingFencedException _) {
            return Optional.empty();
        }
    }
}
