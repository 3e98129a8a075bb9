package dev.moorage.application.service.upload;

import java.io.IOException;

/** Another request has raised the generation: what this one does any more must stay invisible. */
final class OvertakenException extends IOException {
    private static final long serialVersionUID = 1L;

    OvertakenException() {
        super("another request has taken over the upload");
    }
}
