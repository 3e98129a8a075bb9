package dev.moorage.application.port.in.failure;

import java.io.IOException;

/**
 * Signals that a garbage collector is removing what a push needs, and that the removal did not end in time. The same
 * request can succeed a moment later.
 */
public final class RemovalPendingException extends IOException {
    private static final long serialVersionUID = 1L;

    public RemovalPendingException() {
        super("a garbage collector is removing what this request needs");
    }
}
