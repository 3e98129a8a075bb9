package dev.moorage.storage.s3.request;

/**
 * The sizes and numbers that bound uploads and copies. Sizes are in bytes.
 *
 * @param smallestPart the minimum size of a part, except the last part of a multipart upload
 * @param largestPart the maximum size of a part, and of a copy by one request
 * @param mostParts the maximum number of parts of a multipart upload
 * @param chunk the size of an upload's first parts
 * @param copyChunk the size of the range that one request of a copy in parts copies
 * @param copyThreshold objects up to this size are copied by one request
 * @param copyConcurrency the number of requests of one copy that run at the same time
 */
public record Limits(
        long smallestPart,
        long largestPart,
        int mostParts,
        long chunk,
        long copyChunk,
        long copyThreshold,
        int copyConcurrency) {
    public static final long MIB = 1L << 20;

    /** The smallest part that a store accepts: 5 MiB with every known store. */
    public static final long SMALLEST_PART = 5 * MIB;

    public static final long LARGEST_PART = 5 * 1024 * MIB;
    public static final int MOST_PARTS = 10_000;

    /**
     * The number of part sizes, each twice the one before and used for equally many parts. With 5 MiB as the first size,
     * 10,000 parts hold more than 5 TiB.
     */
    private static final int SIZES = 11;

    /**
     * Returns the size of the part with a number. Sizes grow, so that no object that the store can hold needs more parts
     * than allowed.
     *
     * @param number 1 or more
     */
    public long partSize(int number) {
        int doublings = (int) ((number - 1L) * SIZES / mostParts);
        return Math.min(chunk << doublings, largestPart);
    }

    /** Adjusts these limits to a body of a known size. Large bodies get larger parts from the start. */
    public Limits forBody(long expectedSize) {
        long fewest = (expectedSize + mostParts / 2 - 1) / (mostParts / 2);
        return fewest <= chunk ? this : with(Math.min((fewest + MIB - 1) / MIB * MIB, largestPart));
    }

    /** Returns these limits with another size of the first parts. */
    public Limits with(long otherChunk) {
        return new Limits(smallestPart, largestPart, mostParts, otherChunk, copyChunk, copyThreshold, copyConcurrency);
    }

    /** Returns the size in bytes from which a segment at an offset is no longer a piece that waits to be merged. */
    public long wholeSegment(long offset) {
        return Math.min(Math.max(chunk, offset / 1024), largestPart);
    }
}
