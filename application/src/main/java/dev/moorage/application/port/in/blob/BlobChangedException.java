package dev.moorage.application.port.in.blob;

import dev.moorage.domain.digest.Digest;
import java.io.IOException;

/**
 * Signals that the stored object no longer has the size that {@link GetBlob#stat} returned. Either the object was
 * damaged, or a damaged blob was replaced by a new push. Another call of {@code stat} returns the current size.
 */
public final class BlobChangedException extends IOException {
    private static final long serialVersionUID = 1L;

    public BlobChangedException(Digest digest) {
        super("blob " + digest + " has changed its size");
    }
}
