package dev.moorage.http.exchange;

import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryError;

/**
 * An error of the HTTP request itself. It has its own status, since the error code of the specification alone does not
 * determine one.
 */
public final class HttpError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient RegistryError error;

    public HttpError(int status, ErrorCode code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.error = RegistryError.of(code, message);
    }

    public int status() {
        return status;
    }

    public RegistryError error() {
        return error;
    }
}
