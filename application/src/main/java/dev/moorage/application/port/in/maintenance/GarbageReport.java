package dev.moorage.application.port.in.maintenance;

import java.util.Objects;

/**
 * The totals of a collection.
 *
 * @param links the links that were listed, those of tags and referrers included
 * @param blobs the blobs and manifests that were listed
 * @param young blobs that no repository has, and that are not old enough. Their bytes stay
 * @param garbage blobs that no repository has, and that are old enough
 * @param garbageBytes their size in bytes
 * @param removed the garbage that was removed
 * @param removedBytes its size in bytes
 * @param spared the garbage that stays because a push needed it in the end, or because it could not be removed in time
 * @param problems things that cannot be read or understood. While there is one, nothing is removed
 * @param swept whether garbage was allowed to be removed: not in a dry run, and not with problems
 * @param complete whether the collection went to its end. False where its observer has ended it
 * @param repositories what was taken out of repositories
 */
public record GarbageReport(
        long links,
        long blobs,
        long young,
        long garbage,
        long garbageBytes,
        long removed,
        long removedBytes,
        long spared,
        long problems,
        boolean swept,
        boolean complete,
        RepositoryTotals repositories) {
    public GarbageReport {
        Objects.requireNonNull(repositories);
    }

    /** The report of a collection that has looked into no repository. */
    public GarbageReport(
            long links,
            long blobs,
            long young,
            long garbage,
            long garbageBytes,
            long removed,
            long removedBytes,
            long spared,
            long problems,
            boolean swept,
            boolean complete) {
        this(
                links,
                blobs,
                young,
                garbage,
                garbageBytes,
                removed,
                removedBytes,
                spared,
                problems,
                swept,
                complete,
                RepositoryTotals.NONE);
    }
}
