package dev.moorage.bootstrap.section;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.bootstrap.config.ConfigurationReading;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The keys of manifests in {@code http} and {@code validation}. */
class ManifestsConfigTest extends ConfigurationReading {
    @Test
    void manifestsHaveBounds() throws IOException, InvalidConfigurationException {
        ManifestsConfig defaults =
                read("version: 0.1", Map.of()).configuration().get(ManifestsConfig.class);
        assertThat(defaults.policy().maxReferences()).isEqualTo(10_000);
        assertThat(defaults.memoryBytes())
                .isEqualTo(Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / 8));
        assertThat(defaults.patience()).isEqualTo(Duration.ofSeconds(10));
        ManifestsConfig configured = read("""
                version: 0.1
                http: {manifests: {memory: 8388608, wait: 1m}}
                validation: {manifests: {maxbytes: 2048, maxreferences: 12, indexes: {platforms: none}}}
                """, Map.of()).configuration().get(ManifestsConfig.class);
        assertThat(configured)
                .isEqualTo(new ManifestsConfig(
                        new ManifestPolicy(Optional.of(Set.of()), 12), 2048, 8 << 20, Duration.ofMinutes(1)));
    }
}
