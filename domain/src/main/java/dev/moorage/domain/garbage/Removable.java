package dev.moorage.domain.garbage;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.nio.charset.StandardCharsets;

/** An object that a collector may remove. Its segment of the docket has every verdict on it. */
public sealed interface Removable {
    /** The number of segments of the docket. */
    int SEGMENTS = 256;

    /** Returns the number of its segment, from 0 to 255. All that is said of one digest is in one segment. */
    int segment();

    /** The bytes of a blob or of a manifest. */
    record Blob(Digest digest) implements Removable {
        @Override
        public int segment() {
            return segmentOf(digest);
        }
    }

    /** The link by which a repository has a blob. */
    record BlobLink(RepositoryName repository, Digest digest) implements Removable {
        @Override
        public int segment() {
            return segmentOf(digest);
        }
    }

    /** The link by which a repository has a manifest. */
    record ManifestRevision(RepositoryName repository, Digest digest) implements Removable {
        @Override
        public int segment() {
            return segmentOf(digest);
        }
    }

    /**
     * The current link of a tag. Its segment follows from the names of repository and tag, and not from the manifest: a
     * push that moves the tag looks at the same segment as the collector that has read the older manifest.
     */
    record TagLink(RepositoryName repository, Tag tag) implements Removable {
        @Override
        public int segment() {
            byte[] names = (repository + ":" + tag).getBytes(StandardCharsets.UTF_8);
            return segmentOf(Digest.of(DigestAlgorithm.CANONICAL, names));
        }
    }

    private static int segmentOf(Digest digest) {
        return Integer.parseInt(digest.hex(), 0, 2, 16);
    }
}
