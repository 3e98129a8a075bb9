package dev.moorage.storage.s3.staging;

/** How bytes that were staged before their key was known become an object. */
public enum CommitMode {
    /** The store copies the bytes to the key. Other software that reads the bucket can read the object. */
    COPY,
    /**
     * A small object at the key refers to the staged bytes. This takes constant time, but only this driver can read the
     * object.
     */
    REFERENCE
}
