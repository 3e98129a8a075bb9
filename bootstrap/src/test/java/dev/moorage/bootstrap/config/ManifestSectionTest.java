package dev.moorage.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.service.manifest.ManifestPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The keys of manifests in {@code http} and {@code validation}. */
class ManifestSectionTest extends ConfigurationReading {
    @Test
    void manifestsHaveBounds() throws IOException, InvalidConfigurationException {
        Configuration defaults = read("version: 0.1", Map.of()).configuration();
        assertThat(defaults.manifests().maxReferences()).isEqualTo(10_000);
        assertThat(defaults.manifestMemory())
                .isEqualTo(new Configuration.ManifestMemory(
                        Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / 8), Duration.ofSeconds(10)));
        Configuration configured = read("""
                version: 0.1
                http: {manifests: {memory: 8388608, wait: 1m}}
                validation: {manifests: {maxreferences: 12, indexes: {platforms: none}}}
                """, Map.of()).configuration();
        assertThat(configured.manifests()).isEqualTo(new ManifestPolicy(Optional.of(Set.of()), 12));
        assertThat(configured.manifestMemory())
                .isEqualTo(new Configuration.ManifestMemory(8 << 20, Duration.ofMinutes(1)));
    }
}
