package dev.moorage.storage.spi;

import java.io.IOException;

/**
 * This writer of a staged object was overtaken: the object was reopened with a higher generation, sealed, published or
 * discarded. Nothing that this writer did since is part of the object.
 */
public final class StagingFencedException extends IOException {
    private static final long serialVersionUID = 1L;

    public StagingFencedException(ObjectKey area) {
        super("another writer has taken over " + area);
    }
}
