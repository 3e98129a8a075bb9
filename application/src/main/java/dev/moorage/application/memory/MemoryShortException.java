package dev.moorage.application.memory;

import java.io.IOException;

/** Signals that no memory became free for a body in time. The same request can succeed a moment later. */
public final class MemoryShortException extends IOException {
    private static final long serialVersionUID = 1L;

    public MemoryShortException() {
        super("no memory became free for a body in time");
    }
}
