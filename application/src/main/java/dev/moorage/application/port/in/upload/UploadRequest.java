package dev.moorage.application.port.in.upload;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.domain.upload.UploadProtocol;
import java.util.Objects;
import java.util.Optional;

/**
 * Identifies the upload that a request refers to.
 *
 * @param caller the caller of the request
 * @param state the {@code _state} of the upload's location as the client sent it, not yet verified
 */
public record UploadRequest(Caller caller, RepositoryName repository, UploadId id, Optional<String> state) {
    public UploadRequest {
        Objects.requireNonNull(caller);
        Objects.requireNonNull(repository);
        Objects.requireNonNull(id);
        Objects.requireNonNull(state);
    }

    /** Returns what the URL says about the upload. */
    public UploadProtocol.Path path() {
        return new UploadProtocol.Path(repository, id);
    }
}
