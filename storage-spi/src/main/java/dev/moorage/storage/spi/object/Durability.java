package dev.moorage.storage.spi.object;

/**
 * Which failures a change survives once the call that made it has returned. A driver may always do more than it is asked
 * for.
 */
public enum Durability {
    /**
     * The change survives the end of this process at any moment. This is enough for what can be started again, for example
     * the session of an upload.
     */
    PROCESS_CRASH,
    /**
     * The change survives a power cut: the content, the name and every directory above it are synced with fsync. Whatever
     * the server has acknowledged to a client needs this.
     */
    POWER_LOSS
}
