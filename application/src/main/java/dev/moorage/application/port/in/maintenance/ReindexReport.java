package dev.moorage.application.port.in.maintenance;

/**
 * The result of a reindexing.
 *
 * @param manifests how many manifests were examined, counted once for each repository that has them
 * @param added how many were added to the referrers of their subject, or would have been in a dry run
 * @param present how many were already in the index
 * @param failed how many could not be read
 */
public record ReindexReport(long manifests, long added, long present, long failed) {}
