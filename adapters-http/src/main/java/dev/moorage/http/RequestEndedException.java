package dev.moorage.http;

import java.io.IOException;
import java.io.Serial;

/** The server has ended a request whose client was waited for: no more of its body is read. */
public final class RequestEndedException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why a request is ended, with the status of its answer. */
    public enum Reason {
        /** No byte came for {@code http.stalltimeout}. */
        STALLED(408, "no byte of the body came for too long"),
        /** Connections, requests or memory ran short, and this request was among the slowest. */
        PRESSURE(503, "the registry is short of room for slow requests"),
        /** The server stops, and {@code http.draintimeout} is over. */
        STOPPING(503, "the registry is stopping");

        private final int status;
        private final String message;

        Reason(int status, String message) {
            this.status = status;
            this.message = message;
        }

        /** The status of the answer. */
        public int status() {
            return status;
        }

        /** For the client. */
        public String message() {
            return message;
        }
    }

    public RequestEndedException(Reason reason) {
        super(reason.message());
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
