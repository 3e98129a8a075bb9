package dev.moorage.tracing;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The settings of the SDK: the variables {@code OTEL_*} of the environment, over the registry's own defaults. Only traces are
 * exported: metrics are for Prometheus, and lines of the log are on standard error.
 */
final class SdkSettings {
    private static final String PROTOCOL = "http/protobuf";
    private static final String PREFIX = "OTEL_";

    /** What every server has, whatever the environment says. */
    private static final Map<String, String> FIXED =
            Map.of("otel.metrics.exporter", "none", "otel.logs.exporter", "none");

    private final Map<String, String> properties;

    private SdkSettings(Map<String, String> properties) {
        this.properties = properties;
    }

    static SdkSettings of(Map<String, String> environment, String version) {
        Map<String, String> properties = new HashMap<>();
        properties.put("otel.service.name", "moorage");
        properties.put("otel.exporter.otlp.protocol", PROTOCOL);
        properties.put("otel.resource.attributes", "service.version=" + version);
        properties.put("otel.attribute.value.length.limit", "1024");
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !value.isBlank()) {
                properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        return new SdkSettings(properties);
    }

    /**
     * Opens the SDK. It has no shutdown hook, because the server stops it behind the last response.
     *
     * @throws ConfigurationException a variable has a value that cannot be used
     */
    OpenTelemetrySdk open() {
        return AutoConfiguredOpenTelemetrySdk.builder()
                .setServiceClassLoader(SdkSettings.class.getClassLoader())
                .addPropertiesSupplier(() -> properties)
                .addPropertiesCustomizer(SdkSettings::checked)
                .disableShutdownHook()
                .build()
                .getOpenTelemetrySdk();
    }

    private static Map<String, String> checked(ConfigProperties config) {
        for (String key : new String[] {"otel.exporter.otlp.traces.protocol", "otel.exporter.otlp.protocol"}) {
            String protocol = config.getString(key, PROTOCOL);
            if (!protocol.equals(PROTOCOL)) {
                throw new ConfigurationException(
                        variable(key) + ": is " + protocol + ", and spans are sent by " + PROTOCOL + " only");
            }
        }
        return FIXED;
    }

    private static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_');
    }
}
