package dev.moorage.application.port.in.failure;

/** What a client needs to know about a failure of storage. */
public enum StorageFailure {
    /** Storage has no room. A later request may succeed. */
    FULL,
    /** Storage cannot be used at all now, for example because its volume is not mounted. */
    UNAVAILABLE,
    /** A call to storage has failed. */
    BROKEN
}
