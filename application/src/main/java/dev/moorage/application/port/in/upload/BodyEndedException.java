package dev.moorage.application.port.in.upload;

import java.io.IOException;

/** Thrown by a body when the server ends its request during a wait for bytes. The rest of the body is not read. */
public class BodyEndedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean isStopping;

    /**
     * @param isStopping whether the server stops. Otherwise the client was too slow
     */
    public BodyEndedException(String message, boolean isStopping) {
        super(message);
        this.isStopping = isStopping;
    }

    /** Returns whether the server stops. Otherwise the client was too slow. */
    public boolean isStopping() {
        return isStopping;
    }
}
