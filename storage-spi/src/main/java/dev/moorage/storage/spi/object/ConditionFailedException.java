package dev.moorage.storage.spi.object;

import java.io.IOException;

/**
 * Thrown when a {@link WriteCondition} did not hold. Nothing was changed. Every other failure of a change leaves open
 * whether the change took effect.
 */
public final class ConditionFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    public ConditionFailedException(ObjectKey key) {
        super("condition does not hold for " + key);
    }
}
