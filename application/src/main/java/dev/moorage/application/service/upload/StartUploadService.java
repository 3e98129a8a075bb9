package dev.moorage.application.service.upload;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.upload.StartUpload;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.service.upload.token.UploadTokens;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.domain.upload.UploadToken;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

/** Starts an upload by issuing a token. */
final class StartUploadService implements StartUpload {
    private final UploadTokens tokens;
    private final Supplier<UploadId> ids;
    private final InstantSource clock;
    private final UploadReports reports;

    StartUploadService(UploadTokens tokens, Supplier<UploadId> ids, InstantSource clock, UploadReports reports) {
        this.tokens = tokens;
        this.ids = ids;
        this.clock = clock;
        this.reports = reports;
    }

    @Override
    public UploadProgress start(Caller caller, RepositoryName repository, DigestAlgorithm algorithm) {
        return tokens.progress(token(caller, repository, algorithm), caller);
    }

    UploadToken token(Caller caller, RepositoryName repository, DigestAlgorithm algorithm) {
        UploadToken token = new UploadToken(
                repository, ids.get(), 0, 0, clock.instant().truncatedTo(ChronoUnit.MILLIS), algorithm);
        reports.started(caller, token);
        return token;
    }
}
