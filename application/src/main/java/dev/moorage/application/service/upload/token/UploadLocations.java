package dev.moorage.application.service.upload.token;

import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.in.upload.UploadRequest;
import dev.moorage.domain.upload.UploadProtocol.Path;
import dev.moorage.domain.upload.UploadSession;
import dev.moorage.domain.upload.UploadToken;
import java.util.Optional;

/** Converts between the parts of an upload's location and the types of the protocol. */
public final class UploadLocations {
    private final UploadTokens tokens;

    public UploadLocations(UploadTokens tokens) {
        this.tokens = tokens;
    }

    public static Path path(UploadRequest request) {
        return new Path(request.repository(), request.id());
    }

    /** Returns the token of the request. The result is empty if it is missing, or if no configured secret signed it. */
    public Optional<UploadToken> token(UploadRequest request) {
        return request.state().flatMap(tokens::verify);
    }

    public UploadProgress progress(UploadSession session) {
        return progress(session.token());
    }

    public UploadProgress progress(UploadToken token) {
        return new UploadProgress(token.repository(), token.id(), token.offset(), tokens.sign(token));
    }
}
