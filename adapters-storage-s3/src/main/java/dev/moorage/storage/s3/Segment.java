package dev.moorage.storage.s3;

/**
 * An object that holds some of an upload's bytes. It is written once, under a name of its own.
 *
 * @param name below the area's staging place
 * @param length how many of its bytes count, from the first one on
 * @param whole whether these are all that it has
 * @param piece whether it is small, and waits to be merged with its neighbours
 */
record Segment(String name, long length, boolean whole, boolean piece) {
    /** Its first bytes. */
    Segment cut(long newLength, boolean nowPiece) {
        return new Segment(name, newLength, whole && newLength == length, nowPiece);
    }

    /** The bytes that such segments have together. */
    static long total(Iterable<Segment> segments) {
        long total = 0;
        for (Segment segment : segments) {
            total += segment.length();
        }
        return total;
    }
}
