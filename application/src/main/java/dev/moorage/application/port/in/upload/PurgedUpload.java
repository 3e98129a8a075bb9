package dev.moorage.application.port.in.upload;

import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import java.time.Instant;
import java.util.Objects;

/**
 * An upload that a purge takes.
 *
 * @param lastActivity when it was touched last; of one of Distribution's when it was started
 */
public record PurgedUpload(RepositoryName repository, UploadId id, Kind kind, Instant lastActivity) {
    public PurgedUpload {
        Objects.requireNonNull(repository);
        Objects.requireNonNull(id);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(lastActivity);
    }

    /** What it was. */
    public enum Kind {
        /** One that nobody went on with. */
        UNFINISHED,
        /** The record of one that was committed or cancelled, kept for those who might ask again. */
        ENDED,
        /** What is left where there is no record that can be read. */
        ORPHAN,
        /** One that Distribution left, and nobody took up. */
        DISTRIBUTION
    }
}
