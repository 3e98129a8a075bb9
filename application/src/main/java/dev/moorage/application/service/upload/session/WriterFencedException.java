package dev.moorage.application.service.upload.session;

import java.io.IOException;

/**
 * Signals that this writer is fenced: another request has raised the generation. Further effects of this writer must
 * stay invisible.
 */
public final class WriterFencedException extends IOException {
    private static final long serialVersionUID = 1L;

    public WriterFencedException() {
        super("another request has taken over the upload");
    }
}
