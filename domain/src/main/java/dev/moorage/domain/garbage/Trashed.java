package dev.moorage.domain.garbage;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Tag;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Something that a repository had, as a record of the trash names it. It can be put back while its bytes are there. */
public sealed interface Trashed {
    /** Returns the digest whose bytes the trash keeps. */
    Digest bytes();

    /**
     * A link to a blob.
     *
     * @param digest the digest under which the repository had the blob
     * @param bytes the digest under which the bytes are stored
     * @param written when the link was written, by the store's clock. Empty in records of clients
     */
    record TrashedLink(Digest digest, Digest bytes, Optional<Instant> written) implements Trashed {
        public TrashedLink {
            Objects.requireNonNull(written);
        }

        /** Creates what a client removes. */
        public TrashedLink(Digest digest, Digest bytes) {
            this(digest, bytes, Optional.empty());
        }
    }

    /**
     * A link to a manifest.
     *
     * @param digest the digest under which the repository had the manifest
     * @param bytes the digest under which the bytes are stored
     * @param written when the link was written, by the store's clock. Empty in records of clients
     */
    record TrashedRevision(Digest digest, Digest bytes, Optional<Instant> written) implements Trashed {
        public TrashedRevision {
            Objects.requireNonNull(written);
        }

        /** Creates what a client removes. */
        public TrashedRevision(Digest digest, Digest bytes) {
            this(digest, bytes, Optional.empty());
        }
    }

    /**
     * A tag.
     *
     * @param bytes the digest of the manifest that it named
     */
    record TrashedTag(Tag tag, Digest bytes) implements Trashed {}
}
