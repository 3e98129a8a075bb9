package dev.moorage.application.service.upload;

import java.io.IOException;

/**
 * Signals that this writer is fenced: another request has raised the generation. Further effects of this writer must
 * stay invisible.
 */
final class OvertakenException extends IOException {
    private static final long serialVersionUID = 1L;

    OvertakenException() {
        super("another request has taken over the upload");
    }
}
