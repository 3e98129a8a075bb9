package dev.moorage.domain.error;

import java.util.List;

/**
 * A request that the registry refuses, with the specification's errors to answer. It says that the client must change
 * something; failures of the registry itself are {@link java.io.IOException}s or bugs.
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
     * @param errors at least one; the first decides the answer's status
     */
    public RegistryException(List<RegistryError> errors) {
        super(errors.getFirst().code() + ": " + errors.getFirst().message(), null, false, false);
        this.errors = List.copyOf(errors);
    }

    /** The errors to answer, at least one. */
    public List<RegistryError> errors() {
        return errors;
    }

    /** The code that decides the answer's status. */
    public ErrorCode code() {
        return errors.getFirst().code();
    }
}
