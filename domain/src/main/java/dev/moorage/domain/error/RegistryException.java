package dev.moorage.domain.error;

import java.util.List;

/**
 * Signals that the registry refuses a request, with the specification's errors for the response. The client must change
 * the request. Failures of the registry itself are {@link java.io.IOException}s or bugs.
 */
public final class RegistryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<RegistryError> errors;

    public RegistryException(RegistryError error) {
        this(List.of(error));
    }

    public RegistryException(ErrorCode code, String message) {
        this(RegistryError.of(code, message));
    }

    /**
     * Creates an exception with the errors for the response.
     *
     * @param errors at least one. The first determines the status of the response
     */
    public RegistryException(List<RegistryError> errors) {
        super(errors.getFirst().code() + ": " + errors.getFirst().message(), null, false, false);
        this.errors = List.copyOf(errors);
    }

    /** Returns the errors for the response, at least one. */
    public List<RegistryError> errors() {
        return errors;
    }

    /** Returns the code that determines the status of the response. */
    public ErrorCode code() {
        return errors.getFirst().code();
    }
}
