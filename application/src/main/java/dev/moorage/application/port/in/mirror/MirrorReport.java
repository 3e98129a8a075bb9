package dev.moorage.application.port.in.mirror;

/**
 * What was copied.
 *
 * @param copied the number of tags that were set, or have got content that was missing
 * @param unchanged the number of tags that were complete before
 * @param failed the number of images, and of lists of tags, that could not be copied
 * @param manifests the number of manifests that were stored
 * @param blobs the number of other blobs that were fetched
 * @param bytes their bytes
 */
public record MirrorReport(long copied, long unchanged, long failed, long manifests, long blobs, long bytes) {}
