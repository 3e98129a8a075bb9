package dev.moorage.storage.spi.object;

/**
 * A range of an object's bytes.
 *
 * @param offset the index of the first byte, 0 or more
 * @param length the number of bytes, 0 or more. A range may reach beyond the end of the object, where there are no bytes
 */
public record ByteRange(long offset, long length) {
    /** From the first byte to the end, whatever the object's size. */
    public static final ByteRange WHOLE = new ByteRange(0, Long.MAX_VALUE);

    public ByteRange {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("negative offset or length");
        }
    }

    /** The range from an offset, inclusive, to the end of the object. */
    public static ByteRange from(long offset) {
        return new ByteRange(offset, Long.MAX_VALUE - offset);
    }

    /** How many bytes of this range an object of the given size in bytes has. */
    public long lengthWithin(long size) {
        return offset >= size ? 0 : Math.min(length, size - offset);
    }
}
