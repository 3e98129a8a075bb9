package dev.moorage.storage.s3;

/**
 * The sizes that uploads and copies go by, in bytes where nothing else is said.
 *
 * @param smallestPart no part of a multipart upload but the last is smaller
 * @param largestPart no part, and no single copy, is larger
 * @param mostParts a multipart upload has no more parts
 * @param chunk the part that an upload begins with
 * @param copyChunk the range that one request of a copy in parts copies
 * @param copyThreshold up to which size an object is copied by one request
 * @param copyConcurrency how many requests of one copy run at once
 */
record Limits(
        long smallestPart,
        long largestPart,
        int mostParts,
        long chunk,
        long copyChunk,
        long copyThreshold,
        int copyConcurrency) {
    static final long MIB = 1L << 20;

    /** The store's smallest part: 5 MiB, with every store that is known. */
    static final long SMALLEST_PART = 5 * MIB;

    static final long LARGEST_PART = 5 * 1024 * MIB;
    static final int MOST_PARTS = 10_000;

    /** Parts come in so many sizes, each twice the one before, in equal numbers: 5 MiB and on for 5 TiB and more. */
    private static final int SIZES = 11;

    /**
     * How large the part of a number is, so that no object that the store can hold runs out of numbers.
     *
     * @param number 1 or more
     */
    long partSize(int number) {
        int doublings = (int) ((number - 1L) * SIZES / mostParts);
        return Math.min(chunk << doublings, largestPart);
    }

    /** These limits for a body that announces its size: with larger parts from the start, where it needs them. */
    Limits forBody(long expectedSize) {
        long fewest = (expectedSize + mostParts / 2 - 1) / (mostParts / 2);
        return fewest <= chunk ? this : with(Math.min((fewest + MIB - 1) / MIB * MIB, largestPart));
    }

    /** These limits with another part to begin with. */
    Limits with(long otherChunk) {
        return new Limits(smallestPart, largestPart, mostParts, otherChunk, copyChunk, copyThreshold, copyConcurrency);
    }

    /** From how many bytes on what is staged from an offset on is no piece that waits to be merged any more. */
    long wholeSegment(long offset) {
        return Math.min(Math.max(chunk, offset / 1024), largestPart);
    }
}
