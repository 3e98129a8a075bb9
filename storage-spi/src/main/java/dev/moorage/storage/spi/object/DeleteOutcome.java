package dev.moorage.storage.spi.object;

/** What became of one object that was to be deleted under a {@link DeleteGuard}. */
public enum DeleteOutcome {
    /** The object is absent. It was deleted, or it was absent before. */
    DELETED,
    /**
     * The guard has another version or is absent, or the object was written again during the call. The call has not deleted
     * the object, and will not.
     */
    CHANGED,
    /** The guard's time is over. The call has not deleted the object, and will not. */
    TOO_LATE,
    /**
     * The store has not answered. The delete may have taken effect. Under {@link DeleteFence#TIMED} and
     * {@link DeleteFence#REWRITE} it may take effect later, until the guard's time is over.
     */
    UNKNOWN
}
