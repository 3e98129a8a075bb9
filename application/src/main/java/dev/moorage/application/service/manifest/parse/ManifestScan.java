package dev.moorage.application.service.manifest.parse;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.manifest.ContentReference;
import java.nio.charset.CodingErrorAction;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Scans the JSON of a manifest in one pass, without building a tree. It follows Go's {@code encoding/json}, so that it
 * reads what CNCF Distribution reads: {@code null} counts as absent, the letter case of keys is ignored, and of two
 * equal keys the last counts. Content that two readers could understand differently is recorded as a problem, and the
 * scan continues. A push with a problem is refused. Stored content with a problem is served.
 */
final class ManifestScan {
    private static final List<String> KEYS = List.of(
            "schemaVersion",
            "mediaType",
            "artifactType",
            "config",
            "layers",
            "manifests",
            "subject",
            "annotations",
            "signatures");

    private final JsonParser json;
    private final ManifestObserver observer;
    private final ScanProblems problems = new ScanProblems();

    private boolean wellFormed;
    private long schemaVersion;
    private String mediaType = "";
    private String artifactType = "";
    private String configType = "";
    private Optional<Digest> subject = Optional.empty();
    private boolean config;
    private boolean layers;
    private boolean manifests;
    private boolean signatures;

    private ManifestScan(JsonParser json, ManifestObserver observer) {
        this.json = json;
        this.observer = observer;
    }

    /**
     * Scans a manifest. No content makes it fail.
     *
     * @param malformed how to treat bytes that are not UTF-8
     */
    public static ManifestScan of(byte[] content, CodingErrorAction malformed, ManifestObserver observer) {
        try (JsonParser json = ManifestJson.open(content, malformed)) {
            ManifestScan scan = new ManifestScan(json, observer);
            try {
                scan.wellFormed = scan.manifest();
            } catch (JacksonException _) {
                scan.wellFormed = false; // The part before this still counts.
            }
            return scan;
        }
    }

    /** Returns whether the content is one JSON object and nothing else. */
    boolean isWellFormed() {
        return wellFormed;
    }

    /** Returns the parts that two readers could understand differently. */
    ScanProblems problems() {
        return problems;
    }

    /** Returns the {@code schemaVersion}, or 0 if there is no integer. */
    long schemaVersion() {
        return schemaVersion;
    }

    /** Returns the {@code mediaType} unchanged, or an empty text if there is none. */
    String mediaType() {
        return mediaType;
    }

    /** Returns the {@code artifactType} unchanged, or an empty text if there is none. */
    String artifactType() {
        return artifactType;
    }

    /** Returns the media type of the config, or an empty text if there is none. */
    String configType() {
        return configType;
    }

    /** Returns the digest of the subject. The result is empty if there is none, or if it does not parse. */
    Optional<Digest> subject() {
        return subject;
    }

    boolean hasConfig() {
        return config;
    }

    boolean hasLayers() {
        return layers;
    }

    boolean hasManifests() {
        return manifests;
    }

    /** Returns whether the manifest has signatures, as schema 1 can have. */
    boolean hasSignatures() {
        return signatures;
    }

    private boolean manifest() {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        KnownKeys keys = new KnownKeys(KEYS);
        for (String spelling = json.nextName(); spelling != null; spelling = json.nextName()) {
            String key = keys.find(spelling);
            if (!key.isEmpty()) {
                problems.in(key).key(spelling, key, keys.repeats(key));
            }
            JsonToken value = json.nextToken();
            if (value == JsonToken.VALUE_NULL) {
                continue;
            }
            field(key, value);
            json.skipChildren();
        }
        return json.nextToken() == null;
    }

    private void field(String key, JsonToken value) {
        switch (key) {
            case "schemaVersion" -> schemaVersion = integer(value);
            case "mediaType" -> mediaType = text(key, value);
            case "artifactType" -> artifactType = text(key, value);
            case "config" -> {
                config = true;
                Optional<DescriptorScan> found = DescriptorScan.of(json, key, problems);
                found.ifPresent(descriptor -> configType = descriptor.mediaType());
                report(found, key);
            }
            case "layers" -> {
                layers = true;
                descriptors(key, value);
            }
            case "manifests" -> {
                manifests = true;
                descriptors(key, value);
            }
            case "subject" -> subject = DescriptorScan.of(json, key, problems).flatMap(DescriptorScan::digest);
            case "annotations" -> annotations(value);
            case "signatures" -> signatures = true;
            default -> {
                // A field that the registry does not use.
            }
        }
    }

    private long integer(JsonToken value) {
        try {
            return value == JsonToken.VALUE_NUMBER_INT ? json.getLongValue() : 0;
        } catch (JacksonException _) {
            return 0; // Does not fit into 64 bits.
        }
    }

    private String text(String key, JsonToken value) {
        if (value != JsonToken.VALUE_STRING) {
            problems.add(key + " is not a string");
            return "";
        }
        return json.getString();
    }

    private void descriptors(String key, JsonToken value) {
        if (value != JsonToken.START_ARRAY) {
            problems.add(key + " is not an array");
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            report(DescriptorScan.of(json, key, problems), key);
            json.skipChildren();
        }
    }

    private void report(Optional<DescriptorScan> found, String key) {
        Optional<ContentReference> reference = found.flatMap(descriptor -> descriptor.reference(key));
        if (reference.isPresent()) {
            observer.reference(reference.get());
        } else {
            problems.add("a descriptor of " + key + " has no digest that can be read");
        }
    }

    private void annotations(JsonToken value) {
        if (value != JsonToken.START_OBJECT) {
            problems.add("annotations is not an object");
            return;
        }
        for (String key = json.nextName(); key != null; key = json.nextName()) {
            switch (json.nextToken()) {
                case VALUE_STRING -> observer.annotation(key, json.getString());
                case VALUE_NULL -> observer.annotation(key, "");
                default -> {
                    problems.add("an annotation is not a string");
                    json.skipChildren();
                }
            }
        }
    }
}
