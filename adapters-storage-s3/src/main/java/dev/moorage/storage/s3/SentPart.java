package dev.moorage.storage.s3;

/**
 * A part that the store has.
 *
 * @param number its place, not necessarily next to its neighbour's
 * @param size in bytes
 * @param checksum what it was sent with; empty where it is a copy
 */
record SentPart(int number, long size, String etag, String checksum) {
    /** The bytes that such parts have together. */
    static long total(Iterable<SentPart> parts) {
        long total = 0;
        for (SentPart part : parts) {
            total += part.size();
        }
        return total;
    }
}
