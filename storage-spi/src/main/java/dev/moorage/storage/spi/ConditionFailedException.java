package dev.moorage.storage.spi;

import java.io.IOException;

/** A {@link WriteCondition} did not hold. Nothing was changed: every other failure of a change leaves that open. */
public final class ConditionFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    public ConditionFailedException(ObjectKey key) {
        super("condition does not hold for " + key);
    }
}
