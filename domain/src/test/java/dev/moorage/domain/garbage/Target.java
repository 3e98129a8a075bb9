package dev.moorage.domain.garbage;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;

/** What collectors remove in a {@link World}. The verdicts on the blob and its links share a segment of the docket. */
enum Target {
    BLOB(new Removable.Blob(digest("0a")), 0, Fact.BLOB),
    LINK_0(new Removable.BlobLink(repository(0), digest("0a")), 0, Fact.LINK_0),
    LINK_1(new Removable.BlobLink(repository(1), digest("0a")), 0, Fact.LINK_1),
    REVISION(new Removable.ManifestRevision(repository(0), digest("1b")), 1, Fact.REVISION),
    TAG(new Removable.TagLink(repository(0), new Tag("latest")), 1, Fact.TAG),
    REFERRER(new Removable.ManifestRevision(repository(0), digest("2c")), 1, Fact.REFERRER),
    /** The place of a verdict on the moved tag, if places were to follow from the digest. */
    TAG_BY_OTHER_DIGEST(new Removable.TagLink(repository(0), new Tag("other")), 1, Fact.TAG);

    final Removable removable;
    final int segment;
    final Fact fact;

    Target(Removable removable, int segment, Fact fact) {
        this.removable = removable;
        this.segment = segment;
        this.fact = fact;
    }

    private static RepositoryName repository(int number) {
        return new RepositoryName("r" + number);
    }

    private static Digest digest(String start) {
        return new Digest(DigestAlgorithm.CANONICAL, start + "0".repeat(62));
    }
}
