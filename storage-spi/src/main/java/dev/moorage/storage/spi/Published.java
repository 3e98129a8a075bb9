package dev.moorage.storage.spi;

/** What publishing found in the target's place. */
public enum Published {
    /** Nothing, or an object of another size, which was replaced. */
    CREATED,
    /** An object of the same size, which was left as it is. */
    ALREADY_THERE
}
