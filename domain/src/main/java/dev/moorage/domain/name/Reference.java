package dev.moorage.domain.name;

import dev.moorage.domain.digest.Digest;
import java.util.Objects;

/**
 * A reference to a manifest in a repository by tag or digest, {@code <reference>} of the OCI Distribution
 * Specification.
 */
public sealed interface Reference {

    /** A manifest by one of its tags. */
    record ByTag(Tag tag) implements Reference {
        public ByTag {
            Objects.requireNonNull(tag);
        }

        @Override
        public String toString() {
            return tag.value();
        }
    }

    /** A manifest by its digest. */
    record ByDigest(Digest digest) implements Reference {
        public ByDigest {
            Objects.requireNonNull(digest);
        }

        @Override
        public String toString() {
            return digest.toString();
        }
    }

    /**
     * Parses a reference. A text with a colon can only be a digest.
     *
     * @throws dev.moorage.domain.error.RegistryException {@code DIGEST_INVALID} or {@code TAG_INVALID}
     */
    static Reference parse(String text) {
        return text.indexOf(':') >= 0 ? new ByDigest(Digest.parse(text)) : new ByTag(Tag.parse(text));
    }
}
