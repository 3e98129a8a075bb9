package dev.moorage.bootstrap.config;

import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.domain.manifest.Platform;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads {@code validation.manifests}, and {@code http.manifests}, the memory for manifests. */
final class ManifestSection {
    private ManifestSection() {}

    static ManifestPolicy read(Section manifests, Problems problems) {
        Section indexes = manifests.section("indexes");
        Set<Platform> platforms = new HashSet<>();
        Optional<JsonNode> list = indexes.value("platformlist");
        list.ifPresent(entries -> entries.forEach(entry -> platforms.add(new Platform(
                entry.path("os").asString(""), entry.path("architecture").asString("")))));
        int maxReferences = manifests.number("maxreferences", ManifestPolicy.DEFAULT_MAX_REFERENCES, 1);
        Optional<Set<Platform>> required = switch (indexes.text("platforms").orElse("all")) {
            case "all" -> Optional.empty();
            case "none" -> Optional.of(Set.of());
            case "list" -> Optional.of(platforms);
            default -> {
                problems.error(indexes.path("platforms"), "is none of all, none, list");
                yield Optional.empty();
            }
        };
        return new ManifestPolicy(required, maxReferences);
    }

    static Configuration.ManifestMemory memory(Section manifests) {
        long share = Runtime.getRuntime().maxMemory() / 8;
        return new Configuration.ManifestMemory(
                manifests.number("memory", (int) Math.min(Integer.MAX_VALUE, share), 1 << 20),
                manifests.duration("wait", Duration.ofSeconds(10)));
    }
}
