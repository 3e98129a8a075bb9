package dev.moorage.application.port.in.maintenance;

/**
 * What a reindexing found.
 *
 * @param manifests how many manifests were looked at, once for each repository that has them
 * @param added how many were added to the referrers of their subject, or would have been
 * @param present how many were there already
 * @param failed how many could not be looked at
 */
public record ReindexReport(long manifests, long added, long present, long failed) {}
