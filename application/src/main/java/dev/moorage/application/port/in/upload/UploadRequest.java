package dev.moorage.application.port.in.upload;

import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import java.util.Objects;
import java.util.Optional;

/**
 * Identifies the upload that a request refers to.
 *
 * @param state the {@code _state} of the upload's location as the client sent it, not yet verified
 */
public record UploadRequest(RepositoryName repository, UploadId id, Optional<String> state) {
    public UploadRequest {
        Objects.requireNonNull(repository);
        Objects.requireNonNull(id);
        Objects.requireNonNull(state);
    }
}
