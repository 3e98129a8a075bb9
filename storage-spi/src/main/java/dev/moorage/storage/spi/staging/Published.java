package dev.moorage.storage.spi.staging;

/** What {@link StagedObject#publish} found under the target key. */
public enum Published {
    /** There was no object, or an object of another size, which was replaced. */
    CREATED,
    /** There was an object of the same size, which was left as it is. */
    ALREADY_THERE
}
