package dev.moorage.application.port.in.maintenance;

import java.util.Objects;

/**
 * The options of a verification.
 *
 * @param parallel how many objects are examined at the same time, 1 or more
 * @param repair whether to make the repairs that are certain
 * @param from the position at which an earlier run stopped, or {@link VerifyCheckpoint#START}
 */
public record VerifyRequest(int parallel, boolean repair, VerifyCheckpoint from) {
    public VerifyRequest {
        Objects.requireNonNull(from);
        if (parallel < 1) {
            throw new IllegalArgumentException("less than one at once");
        }
    }
}
