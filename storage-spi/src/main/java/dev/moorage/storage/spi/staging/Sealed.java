package dev.moorage.storage.spi.staging;

/**
 * The proof that a staged object cannot change any more.
 *
 * @param size the object's size in bytes
 */
public record Sealed(long size) {
    public Sealed {
        if (size < 0) {
            throw new IllegalArgumentException("negative size");
        }
    }
}
