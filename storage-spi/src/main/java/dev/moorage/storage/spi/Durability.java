package dev.moorage.storage.spi;

/** What a change outlives once the call that made it has returned. A driver may always do more than it is asked for. */
public enum Durability {
    /** The end of this process, at any moment. Enough for what can be begun again, such as an upload's session. */
    PROCESS_CRASH,
    /** A power cut: content, name, and every directory above it are forced. What a client was promised needs this. */
    POWER_LOSS
}
