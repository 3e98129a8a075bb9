package dev.moorage.domain.garbage;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Tag;

/** Something that a repository had, as a record of the trash names it. It can be put back while its bytes are there. */
public sealed interface Trashed {
    /** Returns the digest whose bytes the trash keeps. */
    Digest bytes();

    /**
     * A link to a blob.
     *
     * @param digest the digest under which the repository had the blob
     * @param bytes the digest under which the bytes are stored
     */
    record TrashedLink(Digest digest, Digest bytes) implements Trashed {}

    /**
     * A link to a manifest.
     *
     * @param digest the digest under which the repository had the manifest
     * @param bytes the digest under which the bytes are stored
     */
    record TrashedRevision(Digest digest, Digest bytes) implements Trashed {}

    /**
     * A tag.
     *
     * @param bytes the digest of the manifest that it named
     */
    record TrashedTag(Tag tag, Digest bytes) implements Trashed {}
}
