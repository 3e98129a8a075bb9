package dev.moorage.bootstrap.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Collects everything that is wrong in a configuration: errors, with which the server does not start, and warnings. */
public final class Problems {
    private final List<String> errors = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final UnaryOperator<String> places;

    Problems() {
        this(UnaryOperator.identity());
    }

    /** @param places returns what a problem of a key begins with */
    Problems(UnaryOperator<String> places) {
        this.places = places;
    }

    void error(String key, String message) {
        errors.add(places.apply(key) + ": " + message);
    }

    void warning(String key, String message) {
        warnings.add(places.apply(key) + ": " + message);
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
