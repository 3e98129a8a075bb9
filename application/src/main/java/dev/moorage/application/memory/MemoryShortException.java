package dev.moorage.application.memory;

import java.io.IOException;

/** There was no room in memory for a body, and none became free in time. The same request can succeed a moment later. */
public final class MemoryShortException extends IOException {
    private static final long serialVersionUID = 1L;

    public MemoryShortException() {
        super("no memory became free for a body in time");
    }
}
