package dev.moorage.application.service.upload;

import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.in.upload.UploadRequest;
import dev.moorage.domain.upload.UploadProtocol.Path;
import dev.moorage.domain.upload.UploadSession;
import dev.moorage.domain.upload.UploadToken;
import java.util.Optional;

/** Between what a location carries and what the protocol speaks of. */
final class UploadLocations {
    private final UploadTokens tokens;

    UploadLocations(UploadTokens tokens) {
        this.tokens = tokens;
    }

    static Path path(UploadRequest request) {
        return new Path(request.repository(), request.id());
    }

    /** The token of the request; empty when it is missing or none of our secrets signed it. */
    Optional<UploadToken> token(UploadRequest request) {
        return request.state().flatMap(tokens::verify);
    }

    UploadProgress progress(UploadSession session) {
        return progress(session.token());
    }

    UploadProgress progress(UploadToken token) {
        return new UploadProgress(token.repository(), token.id(), token.offset(), tokens.sign(token));
    }
}
