package dev.moorage.bootstrap.config;

import java.util.List;
import java.util.Optional;

/** A configuration with which the server does not start. */
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

    /** All that is wrong, each with its key. */
    public List<String> errors() {
        return errors;
    }

    /** The configuration without what is wrong, for looking at the rest of it; empty where it could not be read. */
    public Optional<Configuration> rest() {
        return rest;
    }
}
