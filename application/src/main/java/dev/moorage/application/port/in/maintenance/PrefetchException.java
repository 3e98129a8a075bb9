package dev.moorage.application.port.in.maintenance;

import java.io.IOException;

/** An image cannot be fetched as a whole. */
public final class PrefetchException extends IOException {
    private static final long serialVersionUID = 1L;

    public PrefetchException(String message) {
        super(message);
    }
}
