package dev.moorage.application.port.in.upload;

import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import java.time.Instant;
import java.util.Objects;

/**
 * An upload as the storage has it, which is what a crash of all servers would leave.
 *
 * @param bytes the bytes that are known to be stored
 * @param acknowledged how many of them were reported to the client
 * @param lastActivity when a request last changed its record
 * @param history what its requests were
 */
public record StoredUpload(
        RepositoryName repository,
        UploadId id,
        boolean isEnded,
        long bytes,
        long acknowledged,
        Instant startedAt,
        Instant lastActivity,
        UploadHistory history) {
    public StoredUpload {
        Objects.requireNonNull(repository);
        Objects.requireNonNull(id);
        Objects.requireNonNull(startedAt);
        Objects.requireNonNull(lastActivity);
        Objects.requireNonNull(history);
    }
}
