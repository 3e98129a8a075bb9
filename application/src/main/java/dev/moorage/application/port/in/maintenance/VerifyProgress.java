package dev.moorage.application.port.in.maintenance;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * How far a verification is.
 *
 * @param objects how many objects of the phase were looked at in this run
 * @param bytes how many bytes were read of them
 * @param fraction how much of the phase is done, from 0 to 1; empty where nobody knows
 */
public record VerifyProgress(VerifyCheckpoint.Phase phase, long objects, long bytes, OptionalDouble fraction) {
    public VerifyProgress {
        Objects.requireNonNull(phase);
        Objects.requireNonNull(fraction);
    }
}
