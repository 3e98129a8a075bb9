package dev.moorage.domain.upload;

import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import java.time.Instant;
import java.util.Objects;

/**
 * The signed state that the client carries between the requests of an upload, in {@code _state} of its location. It
 * proves what was true when it was signed. The stored {@link UploadSession} decides.
 *
 * @param offset how many bytes of the upload were acknowledged to the client
 * @param generation the session's generation at that time. 0 before the first byte
 * @param startedAt when the upload was started
 * @param algorithm the algorithm that hashes the upload
 */
public record UploadToken(
        RepositoryName repository,
        UploadId id,
        long offset,
        long generation,
        Instant startedAt,
        DigestAlgorithm algorithm) {
    public UploadToken {
        Objects.requireNonNull(repository);
        Objects.requireNonNull(id);
        Objects.requireNonNull(startedAt);
        Objects.requireNonNull(algorithm);
        if (offset < 0 || generation < 0) {
            throw new IllegalArgumentException("negative offset or generation");
        }
    }
}
