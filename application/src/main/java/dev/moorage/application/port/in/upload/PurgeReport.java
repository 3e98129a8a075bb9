package dev.moorage.application.port.in.upload;

/**
 * The result of a purge.
 *
 * @param living uploads that clients may continue, and records of uploads that have ended recently
 * @param purged uploads that were ended or whose records were deleted, or would have been in a dry run
 * @param failed uploads that could not be read or ended
 */
public record PurgeReport(int living, int purged, int failed) {}
