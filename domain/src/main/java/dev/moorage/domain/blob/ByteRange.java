package dev.moorage.domain.blob;

/**
 * A run of bytes of an object.
 *
 * @param offset the index of the first byte, 0 or more
 * @param length the number of bytes. A range may reach beyond the object's end, and has no bytes there
 */
public record ByteRange(long offset, long length) {
    /** The range of all bytes, whatever the size of the object. */
    public static final ByteRange WHOLE = new ByteRange(0, Long.MAX_VALUE);

    public ByteRange {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("negative offset or length");
        }
    }

    /** Returns the range from an offset (inclusive) to the end. */
    public static ByteRange from(long offset) {
        return new ByteRange(offset, Long.MAX_VALUE - offset);
    }

    /** Returns how many bytes of this range an object of {@code size} bytes has. */
    public long lengthWithin(long size) {
        return offset >= size ? 0 : Math.min(length, size - offset);
    }
}
