package dev.moorage.domain.upload;

import dev.moorage.domain.digest.Digest;
import java.util.Objects;

/**
 * The phase of an upload. The state {@code Absent} has no class: it means that no session is stored. The phases between
 * sealing and committing belong to a single request. After a crash the stored phase is {@code Appending} or
 * {@code Open}, and storage shows how far the commit came.
 */
public sealed interface UploadPhase {

    /** No writer is active. All bytes up to the session's offset are durable. */
    record Open() implements UploadPhase {}

    /** One writer holds the generation. More bytes may be durable than the session's offset says. */
    record Appending() implements UploadPhase {}

    /** A PUT was accepted. The bytes can no longer change. */
    record Sealed(Digest expected) implements UploadPhase {
        public Sealed {
            Objects.requireNonNull(expected);
        }
    }

    /** The digest of exactly these bytes is the requested digest. */
    record Verified(Digest digest) implements UploadPhase {
        public Verified {
            Objects.requireNonNull(digest);
        }
    }

    /** The blob is published. The repository's link does not exist yet. */
    record Published(Digest digest) implements UploadPhase {
        public Published {
            Objects.requireNonNull(digest);
        }
    }

    /** The blob is linked. A final phase, kept for the life of the token, so that a repeated commit succeeds again. */
    record Committed(Digest digest) implements UploadPhase {
        public Committed {
            Objects.requireNonNull(digest);
        }
    }

    /** The client has ended the upload. A final phase. */
    record Cancelled() implements UploadPhase {}

    /** A purge has ended the upload. A final phase. */
    record Expired() implements UploadPhase {}

    /** Returns whether no other phase can follow. */
    default boolean isFinal() {
        return switch (this) {
            case Committed _, Cancelled _, Expired _ -> true;
            case Open _, Appending _, Sealed _, Verified _, Published _ -> false;
        };
    }
}
