package dev.moorage.bootstrap.config;

import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong in a configuration: errors, with which the server does not start, and warnings. */
public final class Problems {
    private final List<String> errors = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    void error(String key, String message) {
        errors.add(key + ": " + message);
    }

    void warning(String key, String message) {
        warnings.add(key + ": " + message);
    }

    /** Returns all errors, each with its key. */
    public List<String> errors() {
        return List.copyOf(errors);
    }

    /** Returns all warnings, each with its key. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }
}
