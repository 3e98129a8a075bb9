package dev.moorage.application.service.browse;

import dev.moorage.application.port.in.browse.ContentKind;
import dev.moorage.application.port.in.browse.ManifestFacts;
import dev.moorage.application.port.in.browse.ManifestFacts.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** Reads the facts out of a configuration: OCI Image Specification, image configuration. */
final class ConfigJson {
    private static final int MAX_STEPS = 1000;
    private static final int MAX_VARIABLES = 256;
    private static final List<String> NAMES =
            List.of("User", "Entrypoint", "Cmd", "WorkingDir", "ExposedPorts", "Volumes", "StopSignal");

    private final JsonNode root;
    private final KeptText texts;

    ConfigJson(JsonNode root, KeptText texts) {
        this.root = root;
        this.texts = texts;
    }

    /** Adds what the configuration says to the facts of its manifest. */
    ManifestFacts addTo(ManifestFacts facts) {
        boolean isImage = facts.kind() == ContentKind.IMAGE;
        Optional<Instant> created = KeptText.time(root.path("created"));
        return new ManifestFacts(
                facts.kind(),
                facts.mediaType(),
                facts.artifactType(),
                facts.size(),
                created.isPresent() ? created : facts.created(),
                facts.subject(),
                facts.platforms(),
                facts.blobs(),
                facts.layers(),
                isImage ? history(facts.layers().size()) : List.of(),
                isImage ? image() : texts.pairs(root),
                texts.pairs(root.path("config").path("Labels")),
                facts.annotations(),
                facts.problem());
    }

    private List<Step> history(int layers) {
        List<Step> steps = new ArrayList<>();
        int layer = 0;
        for (JsonNode entry : root.path("history")) {
            if (steps.size() == MAX_STEPS) {
                break;
            }
            boolean isEmpty = entry.path("empty_layer").isBoolean()
                    && entry.path("empty_layer").booleanValue();
            steps.add(new Step(
                    texts.of(entry.path("created_by")),
                    isEmpty || layer >= layers ? OptionalInt.empty() : OptionalInt.of(layer)));
            layer += isEmpty ? 0 : 1;
        }
        return steps;
    }

    private Map<String, String> image() {
        Map<String, String> values = new LinkedHashMap<>();
        JsonNode config = root.path("config");
        for (String name : NAMES) {
            String value = value(config.path(name));
            if (!value.isEmpty()) {
                values.put(name, value);
            }
        }
        int variables = 0;
        for (JsonNode variable : config.path("Env")) {
            if (variables++ == MAX_VARIABLES) {
                break;
            }
            String text = texts.of(variable);
            int equals = text.indexOf('=');
            if (equals > 0) {
                values.put("Env " + text.substring(0, equals), text.substring(equals + 1));
            }
        }
        return values;
    }

    /** Returns a text, a list as JSON, or the names of an object. */
    private String value(JsonNode node) {
        if (node.isObject()) {
            return texts.of(String.join(" ", node.propertyNames()));
        }
        return node.isArray() && !node.isEmpty() ? texts.of(node.toString()) : texts.of(node);
    }
}
