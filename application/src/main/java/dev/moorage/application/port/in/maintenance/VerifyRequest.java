package dev.moorage.application.port.in.maintenance;

import java.util.Objects;

/**
 * How to verify.
 *
 * @param parallel how many objects are looked at at once, 1 or more
 * @param repair whether what is certain is repaired
 * @param from where an earlier run stood, or {@link VerifyCheckpoint#START}
 */
public record VerifyRequest(int parallel, boolean repair, VerifyCheckpoint from) {
    public VerifyRequest {
        Objects.requireNonNull(from);
        if (parallel < 1) {
            throw new IllegalArgumentException("less than one at once");
        }
    }
}
