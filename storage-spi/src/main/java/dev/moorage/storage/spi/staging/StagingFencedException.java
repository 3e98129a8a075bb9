package dev.moorage.storage.spi.staging;

import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;

/**
 * Thrown when this writer of a staged object is fenced: the object was reopened with a higher generation, sealed, published
 * or discarded. Nothing that this writer has done since then is part of the object.
 */
public final class StagingFencedException extends IOException {
    private static final long serialVersionUID = 1L;

    public StagingFencedException(ObjectKey area) {
        super("another writer has taken over " + area);
    }
}
