package dev.moorage.bootstrap.wiring;

import java.util.Map;

/** Whether the variables of OpenTelemetry ask for traces. */
final class TracingVariables {
    private TracingVariables() {}

    /** Returns whether a server makes traces. Variables that are about metrics or logs alone do not ask for them. */
    static boolean areOn(Map<String, String> environment) {
        String exporter = value(environment, "OTEL_TRACES_EXPORTER");
        boolean isOff = exporter.equalsIgnoreCase("none")
                || value(environment, "OTEL_SDK_DISABLED").equalsIgnoreCase("true");
        boolean isAsked = !exporter.isEmpty()
                || !value(environment, "OTEL_EXPORTER_OTLP_ENDPOINT").isEmpty()
                || !value(environment, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT").isEmpty();
        return isAsked && !isOff;
    }

    /** Returns a value. One that is empty counts as not set, as OpenTelemetry has it. */
    private static String value(Map<String, String> environment, String name) {
        return environment.getOrDefault(name, "").strip();
    }
}
