package dev.moorage.application.service.mirror;

import java.io.IOException;

/** Thrown when an image cannot be copied, and asking again does not help. */
final class MirrorException extends IOException {
    private static final long serialVersionUID = 1L;

    MirrorException(String message) {
        super(message);
    }
}
