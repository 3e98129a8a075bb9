package dev.moorage.application.port.in.archive;

/**
 * What an archive holds.
 *
 * @param images the number of tags, and of manifests that were selected by digest
 * @param manifests the number of manifests, referrers among them
 * @param blobs the number of other blobs
 * @param bytes the bytes of manifests and blobs
 * @param leftOut the number of blobs that the other side has
 */
public record ExportReport(int images, int manifests, int blobs, long bytes, int leftOut) {}
