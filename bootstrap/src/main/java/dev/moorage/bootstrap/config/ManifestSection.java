package dev.moorage.bootstrap.config;

import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.domain.manifest.Platform;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** {@code validation.manifests}. */
final class ManifestSection {
    private ManifestSection() {}

    static ManifestPolicy read(Section manifests, Problems problems) {
        Section indexes = manifests.section("indexes");
        Set<Platform> platforms = new HashSet<>();
        Optional<JsonNode> list = indexes.value("platformlist");
        list.ifPresent(entries -> entries.forEach(entry -> platforms.add(new Platform(
                entry.path("os").asString(""), entry.path("architecture").asString("")))));
        return switch (indexes.text("platforms").orElse("all")) {
            case "all" -> ManifestPolicy.COMPLETE;
            case "none" -> new ManifestPolicy(Optional.of(Set.of()));
            case "list" -> new ManifestPolicy(Optional.of(platforms));
            default -> {
                problems.error(indexes.path("platforms"), "is none of all, none, list");
                yield ManifestPolicy.COMPLETE;
            }
        };
    }
}
