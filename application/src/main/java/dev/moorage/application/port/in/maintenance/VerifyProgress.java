package dev.moorage.application.port.in.maintenance;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The progress of a verification.
 *
 * @param objects how many objects of the phase were examined in this run
 * @param bytes how many bytes of them were read
 * @param fraction how much of the phase is done, from 0 to 1. Empty if not known
 */
public record VerifyProgress(VerifyCheckpoint.Phase phase, long objects, long bytes, OptionalDouble fraction) {
    public VerifyProgress {
        Objects.requireNonNull(phase);
        Objects.requireNonNull(fraction);
    }
}
