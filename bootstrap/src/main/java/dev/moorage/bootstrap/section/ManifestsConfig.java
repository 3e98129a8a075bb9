package dev.moorage.bootstrap.section;

import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Values;
import dev.moorage.domain.manifest.Platform;
import dev.moorage.http.HttpSettings;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * {@code validation.manifests}, and {@code http.manifests}: the memory of manifests that are received, read and sent.
 *
 * @param policy the rules for the references of a manifest
 * @param maxBytes the maximum size in bytes of one manifest
 * @param memoryBytes the total number of bytes of all manifests in memory
 * @param patience how long a request waits for memory before it is refused
 */
public record ManifestsConfig(ManifestPolicy policy, int maxBytes, long memoryBytes, Duration patience) {
    private static final Key<Integer> MAX_BYTES = Key.number(
                    "validation.manifests.maxbytes",
                    HttpSettings.defaults().maxManifestBytes(),
                    1024,
                    "the maximum size of a manifest")
            .showing("4 MiB")
            .ours();
    private static final Key<Integer> MAX_REFERENCES = Key.number(
                    "validation.manifests.maxreferences",
                    ManifestPolicy.DEFAULT_MAX_REFERENCES,
                    1,
                    "the maximum number of references in a manifest")
            .ours();
    private static final Key<String> PLATFORMS = Key.text(
            "validation.manifests.indexes.platforms",
            "all",
            "which images of an index must exist when it is pushed: `all`, `none`, or `list` for those of"
                    + " `platformlist`");
    private static final Key<Set<Platform>> PLATFORM_LIST = Key.of(
            "validation.manifests.indexes.platformlist",
            "list",
            Set.of(),
            "none",
            "mappings with `os` and `architecture`",
            (section, name, _) -> {
                Set<Platform> platforms = new HashSet<>();
                section.value(name)
                        .ifPresent(entries -> entries.forEach(entry -> platforms.add(new Platform(
                                entry.path("os").asString(""),
                                entry.path("architecture").asString("")))));
                return platforms;
            });
    private static final Key<Integer> MEMORY = Key.number(
                    "http.manifests.memory",
                    (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / 8),
                    1 << 20,
                    "total bytes of the manifests in memory that are being received, read and sent")
            .showing("an eighth of the heap")
            .ours();
    private static final Key<Duration> WAIT = Key.duration(
                    "http.manifests.wait",
                    Duration.ofSeconds(10),
                    "how long a request waits for that memory before 503")
            .ours();

    public static final ConfigSection<ManifestsConfig> SECTION = ConfigSection.of(
            ManifestsConfig.class,
            ManifestsConfig::read,
            MAX_BYTES,
            MAX_REFERENCES,
            PLATFORMS,
            PLATFORM_LIST,
            MEMORY,
            WAIT);

    public ManifestsConfig {
        Objects.requireNonNull(policy);
        Objects.requireNonNull(patience);
    }

    private static ManifestsConfig read(Values values) {
        return new ManifestsConfig(
                new ManifestPolicy(requiredPlatforms(values), values.get(MAX_REFERENCES)),
                values.get(MAX_BYTES),
                values.get(MEMORY),
                values.get(WAIT));
    }

    private static Optional<Set<Platform>> requiredPlatforms(Values values) {
        Set<Platform> list = values.get(PLATFORM_LIST);
        return switch (values.get(PLATFORMS)) {
            case "all" -> Optional.empty();
            case "none" -> Optional.of(Set.of());
            case "list" -> Optional.of(list);
            default -> {
                values.error(PLATFORMS, "is none of all, none, list");
                yield Optional.empty();
            }
        };
    }
}
