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

    StartUploadService(UploadTokens tokens, Supplier<UploadId> ids, InstantSource clock) {
        this.tokens = tokens;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public UploadProgress start(Caller caller, RepositoryName repository, DigestAlgorithm algorithm) {
        return tokens.progress(token(repository, algorithm), caller);
    }

    UploadToken token(RepositoryName repository, DigestAlgorithm algorithm) {
        return new UploadToken(repository, ids.get(), 0, 0, clock.instant().truncatedTo(ChronoUnit.MILLIS), algorithm);
    }
}
