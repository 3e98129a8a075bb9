package dev.moorage.bootstrap;

import java.util.HashMap;
import java.util.Map;

/**
 * The variables that some shells do not hand on, since no word of theirs could name them, such as {@code
 * REGISTRY_HTTP_HEADERS_Access-Control-Allow-Origin}. {@code bin/moorage} finds them in {@code /proc}, and hands them on in
 * one variable: a line for each, with U+0001 for the line breaks of a value.
 */
final class DroppedVariables {
    private static final String CARRIER = "MOORAGE_DROPPED_VARIABLES";

    private DroppedVariables() {}

    /** The environment as the shell found it. */
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
