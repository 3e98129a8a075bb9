package dev.moorage.application.port.in.upload;

/**
 * What a purge found.
 *
 * @param living uploads that somebody may go on with, and records of those that have just ended
 * @param purged uploads that were ended or forgotten, or would have been
 * @param failed uploads that could not be read or ended
 */
public record PurgeReport(int living, int purged, int failed) {}
