package dev.moorage.bootstrap.config;

import java.util.List;
import java.util.Optional;

/** Thrown for a configuration with which the server does not start. */
public final class InvalidConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> errors;
    private final transient Optional<Configuration> rest;

    public InvalidConfigurationException(List<String> errors) {
        this(errors, Optional.empty());
    }

    InvalidConfigurationException(List<String> errors, Optional<Configuration> rest) {
        super(String.join("\n", errors));
        this.errors = List.copyOf(errors);
        this.rest = rest;
    }

    /** Returns all errors, each with its key. */
    public List<String> errors() {
        return errors;
    }

    /** Returns the configuration without its errors, for checking the rest of it. Empty where it could not be read. */
    public Optional<Configuration> rest() {
        return rest;
    }
}
