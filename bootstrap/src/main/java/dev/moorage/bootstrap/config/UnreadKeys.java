package dev.moorage.bootstrap.config;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Reports the keys that the server has not read. An unknown key is an error where it may be the misspelt name of a key that
 * restricts access: at the top level, where it holds a mapping, and below the sections that restrict. Elsewhere it is a
 * warning.
 */
final class UnreadKeys {
    private static final Set<String> RESTRICTING = Set.of(
            "access.",
            "auth.",
            "http.tls.",
            "storage.delete.",
            "storage.maintenance.",
            "storage.retention.",
            "validation.manifests.");

    /** The prefix of keys that only hold anchors for other keys, as in Compose files. */
    private static final String EXTENSION = "x-";

    private UnreadKeys() {}

    static void report(Section root, Problems problems) {
        Set<String> known = new TreeSet<>(root.known());
        known.addAll(UnsupportedKeys.all());
        root.unasked().forEach((path, value) -> {
            if (!root.keys().contains(path)) {
                report(path, value, known, problems);
            } else if (path.contains(".")) {
                problems.error(path, "unknown key: keys are nested in each other, and not joined by dots");
            } else if (!path.startsWith(EXTENSION)) {
                report(path, value, known, problems);
            }
        });
    }

    private static void report(String path, JsonNode value, Set<String> known, Problems problems) {
        Optional<String> refused = UnsupportedKeys.refused(path);
        Optional<String> harmless = UnsupportedKeys.harmless(path);
        if (refused.isPresent() || harmless.isPresent()) {
            if (!asksForNothing(value)) {
                refused.ifPresentOrElse(
                        reason -> problems.error(path, reason),
                        () -> problems.warning(path, "is ignored: " + harmless.orElseThrow()));
            }
            return;
        }
        boolean top = !path.contains(".");
        String unknown = "unknown key" + suggestion(path, known);
        if (top || value.isObject() || RESTRICTING.stream().anyMatch(path::startsWith)) {
            problems.error(path, unknown);
        } else {
            problems.warning(path, "is ignored: " + unknown);
        }
    }

    /**
     * Returns whether a value requests nothing: for example {@code notifications.endpoints: []}, which Distribution reads as
     * if the key were absent, and what is {@code disabled: true} or {@code enabled: false}.
     */
    private static boolean asksForNothing(JsonNode value) {
        if (value.isObject() && (is(value, "disabled", "true") || is(value, "enabled", "false"))) {
            return true;
        }
        if (value.isContainer()) {
            return value.valueStream().allMatch(UnreadKeys::asksForNothing);
        }
        return value.isNull()
                || value.isBoolean() && !value.booleanValue()
                || value.asString().isBlank();
    }

    private static boolean is(JsonNode mapping, String key, String text) {
        JsonNode value = mapping.path(key);
        return value.isValueNode() && value.asString().equals(text);
    }

    private static String suggestion(String path, Set<String> known) {
        return EditDistance.nearest(path, known)
                .map(candidate -> "; did you mean " + candidate + "?")
                .orElse("");
    }
}
