package dev.moorage.domain.upload;

import dev.moorage.domain.digest.Digest;
import java.util.Objects;

/**
 * Where an upload stands. {@code Absent} is that no session is stored. The phases between sealing and committing are
 * those of one request: a crash leaves {@code Appending} or {@code Open} behind, and what storage shows.
 */
public sealed interface UploadPhase {

    /** Idle; all bytes up to the session's offset are durable. */
    record Open() implements UploadPhase {}

    /** One writer holds the generation; there may be more durable bytes than the session's offset says. */
    record Appending() implements UploadPhase {}

    /** A PUT was accepted: the bytes can no longer change. */
    record Sealed(Digest expected) implements UploadPhase {
        public Sealed {
            Objects.requireNonNull(expected);
        }
    }

    /** The digest of exactly these bytes is the one asked for. */
    record Verified(Digest digest) implements UploadPhase {
        public Verified {
            Objects.requireNonNull(digest);
        }
    }

    /** The blob is there, the repository's link not yet. */
    record Published(Digest digest) implements UploadPhase {
        public Published {
            Objects.requireNonNull(digest);
        }
    }

    /** Linked. Final; kept for the token's life, so that a repeated PUT gets its 201 again. */
    record Committed(Digest digest) implements UploadPhase {
        public Committed {
            Objects.requireNonNull(digest);
        }
    }

    /** Ended by the client. Final. */
    record Cancelled() implements UploadPhase {}

    /** Ended by a purge. Final. */
    record Expired() implements UploadPhase {}

    /** Whether nothing can follow. */
    default boolean isFinal() {
        return switch (this) {
            case Committed _, Cancelled _, Expired _ -> true;
            case Open _, Appending _, Sealed _, Verified _, Published _ -> false;
        };
    }
}
