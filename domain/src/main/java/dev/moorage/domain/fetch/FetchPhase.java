package dev.moorage.domain.fetch;

/**
 * How far a fetch has come. Only {@code FETCHING} is stored: the other phases belong to one run, and after a crash storage
 * shows how far its commit came.
 */
public enum FetchPhase {
    /** Bytes arrive. More of them may be durable than the session's offset says. */
    FETCHING,
    /** The bytes can no longer change. */
    SEALED,
    /** The digest of exactly the sealed bytes is the blob's digest. */
    VERIFIED,
    /** The blob is published under its key. */
    PUBLISHED
}
