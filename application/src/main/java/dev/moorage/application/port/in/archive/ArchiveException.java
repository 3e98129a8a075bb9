package dev.moorage.application.port.in.archive;

import java.io.IOException;

/** Thrown when an archive is not as it should be, or cannot be written completely. The message says why. */
public final class ArchiveException extends IOException {
    private static final long serialVersionUID = 1L;

    public ArchiveException(String message) {
        super(message);
    }
}
