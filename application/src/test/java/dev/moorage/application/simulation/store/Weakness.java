package dev.moorage.application.simulation.store;

/** The faults that a driver may have. The simulation must find each of them. */
public enum Weakness {
    /** A fenced writer continues to write into the file. */
    IGNORES_FENCE,
    /** A condition on a version always holds. */
    IF_VERSION_ALWAYS_HOLDS,
    /** A condition on absence always holds. */
    IF_ABSENT_ALWAYS_HOLDS,
    /** A blob appears at its key piece by piece. */
    PUBLISHES_IN_PIECES,
    /** A write that passed the fence lands after the seal. */
    WRITES_AFTER_SEAL,
    /** There is no fsync. */
    FORCES_NOTHING,
    /** A writer that reopens what is staged drops the bytes that had no fsync, without a power cut. */
    REOPENS_WITHOUT_UNFORCED,
    /** The hash in a record is not that of the bytes. */
    CARRIES_WRONG_HASHES,
    /** Staged segments are named only by their number, so that two writers use the same names. */
    SHARES_SEGMENT_NAMES,
    /** Completing a multipart upload drops the parts of all others at its key. */
    COMPLETES_ALL_UPLOADS,
    /** A listing leaves out what was written in the last minute. */
    LISTS_WITHOUT_NEW,
    /** A delete takes effect whatever version its guard has. Pushes rely on the version where the fence is EXACT. */
    DELETE_IGNORES_GUARD,
    /** A delete that was accepted in time takes effect at any time. Pushes rely on the time where the fence is TIMED. */
    DELETE_LANDS_AFTER_UNTIL;

    /** Returns whether only a garbage collector suffers from it. */
    public boolean isOfCollections() {
        return this == LISTS_WITHOUT_NEW || this == DELETE_IGNORES_GUARD || this == DELETE_LANDS_AFTER_UNTIL;
    }
}
