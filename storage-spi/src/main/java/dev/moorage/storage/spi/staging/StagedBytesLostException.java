package dev.moorage.storage.spi.staging;

import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;

/**
 * Thrown when the bytes that a {@link StagedState} names are no longer in the store. They were published or discarded, or
 * the store itself removed them: some stores keep unfinished uploads for a few days only. The bytes will not come back.
 */
public final class StagedBytesLostException extends IOException {
    private static final long serialVersionUID = 1L;

    public StagedBytesLostException(ObjectKey area) {
        super("what was staged is gone from " + area);
    }

    public StagedBytesLostException(ObjectKey area, Throwable cause) {
        super("what was staged is gone from " + area, cause);
    }
}
