package dev.moorage.application.service.archive;

import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.manifest.ManifestKind;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The entry of {@code manifest.json} that makes {@code docker load} of any age read an image of a layout. */
final class DockerEntry {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> CONFIGS =
            Set.of("application/vnd.oci.image.config.v1+json", "application/vnd.docker.container.image.v1+json");

    private DockerEntry() {}

    /** Returns the entry. The result is empty for an index, and for an artifact that is no image. */
    static Optional<ObjectNode> of(byte[] manifest, RepositoryName repository, Optional<Tag> tag, MediaType type) {
        if (tag.isEmpty() || ManifestKind.of(type.value()) != ManifestKind.IMAGE) {
            return Optional.empty();
        }
        JsonNode root;
        try {
            root = JSON.readTree(manifest);
        } catch (JacksonException _) {
            return Optional.empty(); // A manifest that another registry accepted.
        }
        Optional<String> config = file(root.path("config"));
        if (config.isEmpty()
                || !CONFIGS.contains(root.path("config").path("mediaType").stringValue(""))) {
            return Optional.empty();
        }
        ObjectNode entry = JSON.createObjectNode();
        entry.put("Config", config.get());
        entry.putArray("RepoTags").add(repository + ":" + tag.get());
        ArrayNode layers = entry.putArray("Layers");
        for (JsonNode layer : root.path("layers")) {
            file(layer).ifPresent(layers::add);
        }
        return Optional.of(entry);
    }

    private static Optional<String> file(JsonNode descriptor) {
        return Digest.tryParse(descriptor.path("digest").stringValue("")).map(LayoutNames::blob);
    }
}
