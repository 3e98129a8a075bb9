package dev.moorage.application.port.in.blob;

import dev.moorage.domain.digest.Digest;
import java.io.IOException;

/**
 * The object in storage has not the size that {@link GetBlob#stat} told. It was damaged, or a damaged one was pushed again. Another
 * {@code stat} tells the size that the object has now.
 */
public final class BlobChangedException extends IOException {
    private static final long serialVersionUID = 1L;

    public BlobChangedException(Digest digest) {
        super("blob " + digest + " has changed its size");
    }
}
