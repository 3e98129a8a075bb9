package dev.moorage.storage.spi;

/**
 * A run of bytes of an object.
 *
 * @param offset the first byte's index, 0 or more
 * @param length how many bytes; a range may reach beyond the object's end, where there are just no bytes
 */
public record ByteRange(long offset, long length) {
    /** From the first byte to the end, whatever the size. */
    public static final ByteRange WHOLE = new ByteRange(0, Long.MAX_VALUE);

    public ByteRange {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("negative offset or length");
        }
    }

    /** From an offset, inclusive, to the end. */
    public static ByteRange from(long offset) {
        return new ByteRange(offset, Long.MAX_VALUE - offset);
    }

    /** How many of this range's bytes an object of that many bytes has. */
    public long lengthWithin(long size) {
        return offset >= size ? 0 : Math.min(length, size - offset);
    }
}
