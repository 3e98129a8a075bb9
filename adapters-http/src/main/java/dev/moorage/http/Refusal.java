package dev.moorage.http;

import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryError;

/** A request that HTTP itself refuses, under a status that the specification's code alone does not tell. */
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
