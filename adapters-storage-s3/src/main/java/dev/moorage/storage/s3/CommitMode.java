package dev.moorage.storage.s3;

/** How what was staged before its key was known becomes an object. */
enum CommitMode {
    /** The store copies it to its key: other software that reads the bucket finds it there. */
    COPY,
    /** A small object at its key refers to it: in constant time, and readable by this driver only. */
    REFERENCE
}
