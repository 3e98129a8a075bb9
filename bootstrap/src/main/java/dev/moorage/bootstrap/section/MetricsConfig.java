package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Values;
import java.util.Objects;

/**
 * {@code http.debug.prometheus}.
 *
 * @param enabled whether metrics are counted and served
 * @param path the path at {@code http.debug.addr}
 */
public record MetricsConfig(boolean enabled, String path) {
    private static final String METRICS = "/metrics";

    private static final Key<Boolean> ENABLED = Key.flag(
            "http.debug.prometheus.enabled",
            false,
            "metrics for Prometheus are served at `http.debug.addr`: see [operating.md](operating.md)");
    private static final Key<String> PATH =
            Key.text("http.debug.prometheus.path", METRICS, "the path of the metrics at `http.debug.addr`");

    public static final ConfigSection<MetricsConfig> SECTION =
            ConfigSection.of(MetricsConfig.class, MetricsConfig::read, ENABLED, PATH);

    public MetricsConfig {
        Objects.requireNonNull(path);
    }

    private static MetricsConfig read(Values values) {
        boolean enabled = values.get(ENABLED);
        String path = values.get(PATH);
        if (!path.startsWith("/")) {
            values.error(PATH, "does not begin with /: the metrics are served at this path, for example /metrics");
        }
        return new MetricsConfig(enabled, path);
    }
}
