package dev.moorage.storage.spi.object;

/** How a store keeps a delete that was decided long ago from removing what was written since. */
public enum DeleteFence {
    /**
     * The store compares the guard's version and deletes in one atomic step. When the guard has changed, no delete under its
     * former version takes effect any more.
     */
    EXACT,
    /**
     * The guard's version is compared when the call begins. A delete may take effect until the guard's time is over, although
     * the guard has changed, but it never removes an object that was written after the call began.
     */
    REWRITE,
    /**
     * The guard's version is compared when the call begins. A delete may take effect until the guard's time is over, although
     * the guard has changed. The store refuses the delete afterwards.
     */
    TIMED,
    /** The store does nothing of it, and the driver refuses deletes under a guard. */
    NONE
}
