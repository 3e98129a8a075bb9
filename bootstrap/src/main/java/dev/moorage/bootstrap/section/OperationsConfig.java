package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Values;
import dev.moorage.http.jetty.ListenSettings;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code http.debug}.
 *
 * @param listen the address at which operators ask for the registry's health, or empty for none
 */
public record OperationsConfig(Optional<ListenSettings> listen) {
    private static final Key<Optional<String>> ADDR = Key.optional(
            "http.debug.addr",
            "the address of `GET /debug/health` for a readiness probe: 200, or 503 with the reason, for example after a"
                    + " failed fsync, or when the registry's port does not answer");

    public static final ConfigSection<OperationsConfig> SECTION =
            ConfigSection.of(OperationsConfig.class, OperationsConfig::read, ADDR);

    public OperationsConfig {
        Objects.requireNonNull(listen);
    }

    private static OperationsConfig read(Values values) {
        return new OperationsConfig(values.get(ADDR).map(text -> Addresses.read(ADDR, text, values)));
    }
}
