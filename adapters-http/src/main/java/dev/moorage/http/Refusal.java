package dev.moorage.http;

import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryError;

/**
 * An error of the HTTP request itself. It has its own status, since the error code of the specification alone does not
 * determine one.
 */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient RegistryError error;

    Refusal(int status, ErrorCode code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.error = RegistryError.of(code, message);
    }

    int status() {
        return status;
    }

    RegistryError error() {
        return error;
    }
}
