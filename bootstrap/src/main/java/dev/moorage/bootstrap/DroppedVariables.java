package dev.moorage.bootstrap;

import java.util.HashMap;
import java.util.Map;

/**
 * Restores environment variables that some shells drop because the name is no shell identifier, for example {@code
 * REGISTRY_HTTP_HEADERS_Access-Control-Allow-Origin}. The script {@code bin/moorage} finds them in {@code /proc} and passes
 * them on in one variable. Each takes one line, with U+0001 in place of the line breaks of its value.
 */
final class DroppedVariables {
    private static final String CARRIER = "MOORAGE_DROPPED_VARIABLES";

    private DroppedVariables() {}

    /** Returns the environment with the dropped variables added. */
    static Map<String, String> restored(Map<String, String> environment) {
        Map<String, String> restored = new HashMap<>(environment);
        String dropped = restored.remove(CARRIER);
        if (dropped != null) {
            dropped.lines().map(line -> line.replace('\u0001', '\n')).forEach(variable -> {
                int end = variable.indexOf('=');
                if (end > 0) {
                    restored.putIfAbsent(variable.substring(0, end), variable.substring(end + 1));
                }
            });
        }
        return restored;
    }
}
