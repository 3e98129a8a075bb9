package dev.moorage.application.port.in.upload;

import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import java.time.Instant;
import java.util.Objects;

/**
 * An upload that a purge removes.
 *
 * @param lastActivity the time of the last change. For uploads of CNCF Distribution, the start time
 */
public record PurgedUpload(RepositoryName repository, UploadId id, Kind kind, Instant lastActivity) {
    public PurgedUpload {
        Objects.requireNonNull(repository);
        Objects.requireNonNull(id);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(lastActivity);
    }

    /** The state of the upload before the purge. */
    public enum Kind {
        /** An upload that no client has continued. */
        UNFINISHED,
        /** The record of an upload that was committed or cancelled. It was kept to answer late requests. */
        ENDED,
        /** Objects of an upload without a readable record. */
        ORPHAN,
        /** An upload of CNCF Distribution that no client has continued. */
        DISTRIBUTION
    }
}
