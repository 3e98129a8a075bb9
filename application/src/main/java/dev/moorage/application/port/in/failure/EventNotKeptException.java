package dev.moorage.application.port.in.failure;

import java.io.IOException;

/**
 * Signals that the event of a change could not be kept, so that the change is not acknowledged. The change itself is stored. The
 * same request can succeed later.
 */
public final class EventNotKeptException extends IOException {
    private static final long serialVersionUID = 1L;

    public EventNotKeptException(Throwable cause) {
        super("the event of a change could not be kept", cause);
    }
}
