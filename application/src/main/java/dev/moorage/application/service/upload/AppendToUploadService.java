package dev.moorage.application.service.upload;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.upload.AppendResult;
import dev.moorage.application.port.in.upload.AppendToUpload;
import dev.moorage.application.port.in.upload.UploadBody;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.in.upload.UploadRejection;
import dev.moorage.application.port.in.upload.UploadRequest;
import dev.moorage.application.port.out.event.UploadEvent.Ending;
import dev.moorage.application.service.upload.session.ClaimAttempt;
import dev.moorage.application.service.upload.session.ClaimedUpload;
import dev.moorage.application.service.upload.session.UploadClaims;
import dev.moorage.application.service.upload.session.WriterFencedException;
import dev.moorage.application.service.upload.token.UploadTokens;
import dev.moorage.domain.upload.ChunkRange;
import dev.moorage.domain.upload.UploadOutcome;
import dev.moorage.domain.upload.UploadProtocol;
import dev.moorage.domain.upload.UploadProtocol.Path;
import dev.moorage.domain.upload.UploadSession;
import dev.moorage.domain.upload.UploadToken;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagingFencedException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/** Handles a PATCH: claims the upload, appends the body, and records what is durable. */
final class AppendToUploadService implements AppendToUpload {
    private final UploadProtocol protocol;
    private final InstantSource clock;
    private final UploadClaims claims;
    private final UploadTokens tokens;
    private final UploadReports reports;

    AppendToUploadService(
            UploadProtocol protocol,
            InstantSource clock,
            UploadClaims claims,
            UploadTokens tokens,
            UploadReports reports) {
        this.protocol = protocol;
        this.clock = clock;
        this.claims = claims;
        this.tokens = tokens;
        this.reports = reports;
    }

    @Override
    public AppendResult append(UploadRequest upload, Optional<ChunkRange> range, UploadBody body) throws IOException {
        Optional<UploadToken> verified = tokens.of(upload);
        if (verified.isEmpty()) {
            return new UploadRejection.InvalidToken();
        }
        UploadToken token = verified.get();
        if (!upload.path().isOf(token)) {
            return new UploadRejection.UnknownUpload();
        }
        return reports.around(upload, body, watched -> append(upload, token, range, watched));
    }

    private AppendResult append(UploadRequest upload, UploadToken token, Optional<ChunkRange> range, UploadBody body)
            throws IOException {
        Path path = upload.path();
        ClaimAttempt attempt = claims.claim(
                new UploadClaims.Request(upload, Optional.of(body), Optional.empty()),
                stored -> protocol.append(stored, path, token, range, clock.instant()));
        return switch (attempt) {
            case ClaimAttempt.Won(ClaimedUpload claimed) -> append(claimed, token, body, upload.caller());
            case ClaimAttempt.Answered(UploadOutcome.OutOfRange(UploadSession session)) ->
                new UploadRejection.OutOfRange(tokens.progress(session, upload.caller()));
            case ClaimAttempt.Answered _ -> new UploadRejection.UnknownUpload();
            case ClaimAttempt.BytesLost _ -> {
                reports.ended(upload, Ending.BYTES_LOST);
                yield new UploadRejection.UnknownUpload();
            }
            case ClaimAttempt.Fenced _ -> new UploadRejection.Superseded(tokens.progress(token, upload.caller()));
        };
    }

    private AppendResult append(ClaimedUpload claimed, UploadToken token, UploadBody body, Caller caller)
            throws IOException {
        try (claimed) {
            Optional<IOException> broken = claimed.append(body);
            UploadProgress progress = tokens.progress(claimed.recordProgress(broken.isEmpty()), caller);
            return broken.isPresent()
                    ? new UploadRejection.Broken(progress, broken.get())
                    : new AppendResult.Appended(progress);
        } catch (WriterFencedException | StagingFencedException _) {
            return new UploadRejection.Superseded(tokens.progress(token, caller));
        } catch (StagedBytesLostException _) {
            return new UploadRejection.UnknownUpload();
        }
    }
}
