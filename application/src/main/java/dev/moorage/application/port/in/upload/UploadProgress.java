package dev.moorage.application.port.in.upload;

import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import java.util.Objects;

/**
 * The state of an unfinished upload as {@code Location}, {@code Range} and {@code Docker-Upload-UUID} report it.
 *
 * @param offset the number of acknowledged bytes. The next chunk starts there
 * @param state the signed token for the location's {@code _state}
 */
public record UploadProgress(RepositoryName repository, UploadId id, long offset, String state) {
    public UploadProgress {
        Objects.requireNonNull(repository);
        Objects.requireNonNull(id);
        Objects.requireNonNull(state);
    }
}
