package dev.moorage.application.service.upload;

import dev.moorage.application.port.in.upload.AppendResult;
import dev.moorage.application.port.in.upload.AppendToUpload;
import dev.moorage.application.port.in.upload.UploadBody;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.in.upload.UploadRequest;
import dev.moorage.application.service.upload.session.ClaimAttempt;
import dev.moorage.application.service.upload.session.ClaimedUpload;
import dev.moorage.application.service.upload.session.UploadClaims;
import dev.moorage.application.service.upload.session.UploadCollaborators;
import dev.moorage.application.service.upload.session.WriterFencedException;
import dev.moorage.application.service.upload.token.UploadLocations;
import dev.moorage.domain.upload.ChunkRange;
import dev.moorage.domain.upload.UploadOutcome;
import dev.moorage.domain.upload.UploadProtocol.Path;
import dev.moorage.domain.upload.UploadSession;
import dev.moorage.domain.upload.UploadToken;
import dev.moorage.storage.spi.StagedBytesLostException;
import dev.moorage.storage.spi.StagingFencedException;
import java.io.IOException;
import java.util.Optional;

/** Handles a PATCH: claims the upload, appends the body, and records what is durable. */
final class AppendToUploadService implements AppendToUpload {
    private final UploadCollaborators with;
    private final UploadClaims claims;
    private final UploadLocations locations;

    AppendToUploadService(UploadCollaborators collaborators, UploadClaims claims, UploadLocations locations) {
        this.with = collaborators;
        this.claims = claims;
        this.locations = locations;
    }

    @Override
    public AppendResult append(UploadRequest upload, Optional<ChunkRange> range, UploadBody body) throws IOException {
        Optional<UploadToken> verified = locations.token(upload);
        if (verified.isEmpty()) {
            return new AppendResult.InvalidToken();
        }
        UploadToken token = verified.get();
        Path path = UploadLocations.path(upload);
        if (!path.isOf(token)) {
            return new AppendResult.UnknownUpload();
        }
        ClaimAttempt attempt = claims.claim(
                new UploadClaims.Request(path, Optional.of(body), Optional.empty()),
                stored -> with.protocol()
                        .append(stored, path, token, range, with.clock().instant()));
        return switch (attempt) {
            case ClaimAttempt.Won(ClaimedUpload claimed) -> append(claimed, token, body);
            case ClaimAttempt.Answered(UploadOutcome.OutOfRange(UploadSession session)) ->
                new AppendResult.OutOfRange(locations.progress(session));
            case ClaimAttempt.Answered _, ClaimAttempt.BytesLost _ -> new AppendResult.UnknownUpload();
            case ClaimAttempt.Overtaken _ -> new AppendResult.Overtaken(locations.progress(token));
        };
    }

    private AppendResult append(ClaimedUpload claimed, UploadToken token, UploadBody body) throws IOException {
        try (claimed) {
            Optional<IOException> broken = claimed.append(body);
            UploadProgress progress = locations.progress(claimed.settle(broken.isEmpty()));
            return broken.isPresent()
                    ? new AppendResult.Broken(progress, broken.get())
                    : new AppendResult.Appended(progress);
        } catch (WriterFencedException | StagingFencedException _) {
            return new AppendResult.Overtaken(locations.progress(token));
        } catch (StagedBytesLostException _) {
            return new AppendResult.UnknownUpload();
        }
    }
}
