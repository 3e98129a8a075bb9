package dev.moorage.storage.spi;

import java.io.IOException;

/**
 * What a {@link StagedState} names is not in the store any more: it was published, discarded, or given up by the store itself,
 * which keeps unfinished uploads for some days only. It will not come back.
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
