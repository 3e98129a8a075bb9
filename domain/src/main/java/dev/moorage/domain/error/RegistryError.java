package dev.moorage.domain.error;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One entry of the {@code errors} list of the OCI Distribution Specification, section "Error Codes".
 *
 * @param code the specification's code
 * @param message a stable sentence for people. It never contains a path, a class name or a bucket's name
 * @param detail what the error is about, by name. May be empty
 */
public record RegistryError(ErrorCode code, String message, Map<String, String> detail) {
    public RegistryError {
        Objects.requireNonNull(code);
        Objects.requireNonNull(message);
        detail = Map.copyOf(detail);
    }

    /** Returns an error with the code's own message. */
    public static RegistryError of(ErrorCode code) {
        return new RegistryError(code, code.message(), Map.of());
    }

    /** Returns an error with a specific message. */
    public static RegistryError of(ErrorCode code, String message) {
        return new RegistryError(code, message, Map.of());
    }

    /** Returns this error with one more detail, for example {@code digest}. */
    public RegistryError about(String name, String value) {
        Map<String, String> all = new HashMap<>(detail);
        all.put(name, value);
        return new RegistryError(code, message, all);
    }
}
