package dev.moorage.http.exchange;

import dev.moorage.application.port.in.upload.BodyEndedException;
import java.io.Serial;

/** Thrown when the server ends a request while it waits for the body. The rest of the body is not read. */
public final class RequestEndedException extends BodyEndedException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** The reason for ending a request, with the status of the response. */
    public enum Reason {
        /** No byte came for {@code http.stalltimeout}. */
        STALLED(408, "no byte of the body came for too long"),
        /** Connections, requests or memory ran short, and this request was one of the slowest. */
        PRESSURE(503, "the registry is short of room for slow requests"),
        /** The server is stopping, and {@code http.draintimeout} has passed. */
        STOPPING(503, "the registry is stopping");

        private final int status;
        private final String message;

        Reason(int status, String message) {
            this.status = status;
            this.message = message;
        }

        /** The status of the response. */
        public int status() {
            return status;
        }

        /** The message for the client. */
        public String message() {
            return message;
        }
    }

    public RequestEndedException(Reason reason) {
        super(reason.message(), reason == Reason.STOPPING);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
