package dev.moorage.storage.s3.object;

/**
 * An object that holds some of an upload's bytes. It is written once, under a unique name.
 *
 * @param name the name below the area's staging prefix
 * @param length the number of valid bytes, from the object's start
 * @param whole whether the object has no further bytes
 * @param piece whether the segment is small and waits to be merged with its neighbours
 */
public record Segment(String name, long length, boolean whole, boolean piece) {
    /** Returns the segment with fewer valid bytes. */
    public Segment cut(long newLength, boolean nowPiece) {
        return new Segment(name, newLength, whole && newLength == length, nowPiece);
    }

    /** Returns the total length of the segments in bytes. */
    public static long total(Iterable<Segment> segments) {
        long total = 0;
        for (Segment segment : segments) {
            total += segment.length();
        }
        return total;
    }
}
