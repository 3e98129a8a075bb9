package dev.moorage.application.simulation.store;

/** How a driver may be wrong; a simulation that does not find it is worth nothing. */
public enum Weakness {
    /** An overtaken writer goes on writing into the file. */
    IGNORES_FENCE,
    /** A condition on a version always holds. */
    IF_VERSION_ALWAYS_HOLDS,
    /** A condition on absence always holds. */
    IF_ABSENT_ALWAYS_HOLDS,
    /** A blob appears in its place piece by piece. */
    PUBLISHES_IN_PIECES,
    /** A write that passed the fence lands after the seal. */
    WRITES_AFTER_SEAL,
    /** Nothing is forced. */
    FORCES_NOTHING,
    /** The hash that a record carries is not that of the bytes. */
    CARRIES_WRONG_HASHES,
    /** Staged segments are named by their number alone, so that two writers share names. */
    SHARES_SEGMENT_NAMES
}
