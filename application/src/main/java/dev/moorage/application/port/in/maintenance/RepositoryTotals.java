package dev.moorage.application.port.in.maintenance;

import java.util.Objects;

/**
 * What a collection has seen in repositories and taken out of them. A dry run counts what would leave.
 *
 * @param repositories the repositories that were looked at
 * @param manifests the manifests that were read
 * @param links the links to blobs that have left
 * @param untagged the manifests that have left
 * @param referrers the entries of referrers that were removed, because their manifest is gone
 * @param kept the repositories in which something cannot be read or understood, so that everything stays
 * @param expired the records of the trash that were deleted
 * @param tags the tags that have left by policies of retention
 */
public record RepositoryTotals(
        long repositories,
        long manifests,
        long links,
        long untagged,
        long referrers,
        long kept,
        long expired,
        TagTotals tags) {
    public RepositoryTotals {
        Objects.requireNonNull(tags);
    }

    /** The totals of a collection without policies of retention. */
    public RepositoryTotals(
            long repositories, long manifests, long links, long untagged, long referrers, long kept, long expired) {
        this(repositories, manifests, links, untagged, referrers, kept, expired, TagTotals.NONE);
    }

    /** The totals of a collection that has looked into no repository. */
    public static final RepositoryTotals NONE = new RepositoryTotals(0, 0, 0, 0, 0, 0, 0);
}
