package dev.moorage.application.port.in.maintenance;

import java.util.Objects;
import java.util.Optional;

/**
 * A position in a verification from which another run can continue.
 *
 * @param after the last key examined: all objects of the phase up to this key are done. Empty at the start of a phase
 * @param tally what has been found up to this position
 */
public record VerifyCheckpoint(Phase phase, Optional<String> after, VerifySummary tally) {
    /** The start of a verification. */
    public static final VerifyCheckpoint START =
            new VerifyCheckpoint(Phase.LINKS, Optional.empty(), VerifySummary.NOTHING);

    public VerifyCheckpoint {
        Objects.requireNonNull(phase);
        Objects.requireNonNull(after);
        Objects.requireNonNull(tally);
    }

    /** The phases of a verification, in their order. */
    public enum Phase {
        /** The links, tags and manifests of every repository. */
        LINKS,
        /** Finds out which blobs are linked. It has no checkpoint of its own, because its result is held in memory. */
        REACHABILITY,
        /** The bytes of every blob. */
        BLOBS
    }
}
