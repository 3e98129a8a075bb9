package dev.moorage.bootstrap.config;

import java.util.List;

/** A configuration with which the server does not start. */
public final class InvalidConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> errors;

    public InvalidConfigurationException(List<String> errors) {
        super(String.join("\n", errors));
        this.errors = List.copyOf(errors);
    }

    /** All that is wrong, each with its key. */
    public List<String> errors() {
        return errors;
    }
}
