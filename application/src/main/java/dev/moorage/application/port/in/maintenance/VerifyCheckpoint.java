package dev.moorage.application.port.in.maintenance;

import java.util.Objects;
import java.util.Optional;

/**
 * Where a verification stands: from here another run can go on.
 *
 * @param after all of the phase's objects up to this key were looked at; empty where the phase has just begun
 * @param tally what was found up to here
 */
public record VerifyCheckpoint(Phase phase, Optional<String> after, VerifyTally tally) {
    /** Nothing was looked at yet. */
    public static final VerifyCheckpoint START =
            new VerifyCheckpoint(Phase.LINKS, Optional.empty(), VerifyTally.NOTHING);

    public VerifyCheckpoint {
        Objects.requireNonNull(phase);
        Objects.requireNonNull(after);
        Objects.requireNonNull(tally);
    }

    /** What is looked at, one after the other. */
    public enum Phase {
        /** The links, tags and manifests of every repository. */
        LINKS,
        /** Which blobs are linked. Has no checkpoint of its own: what it learns is in memory. */
        REACHABILITY,
        /** The bytes of every blob. */
        BLOBS
    }
}
