package dev.moorage.upstream;

import java.io.IOException;

/** Signals that an upstream, or its token server, refuses what this registry asks for. */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String reason) {
        super(reason);
    }
}
