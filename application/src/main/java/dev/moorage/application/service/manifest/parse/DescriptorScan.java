package dev.moorage.application.service.manifest.parse;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.manifest.ContentReference;
import dev.moorage.domain.manifest.ContentReference.Kind;
import dev.moorage.domain.manifest.ManifestKind;
import dev.moorage.domain.manifest.Platform;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Scans one descriptor of a manifest: OCI Image Specification, "OCI Content Descriptors". Any of its fields may be
 * missing.
 */
final class DescriptorScan {
    private static final List<String> KEYS =
            List.of("mediaType", "digest", "size", "urls", "annotations", "data", "artifactType", "platform");
    private static final List<String> PLATFORM_KEYS =
            List.of("architecture", "os", "os.version", "os.features", "variant", "features");

    private final JsonParser json;
    private final String name;
    private final ScanProblems problems;

    private String mediaType = "";
    private Optional<Digest> digest = Optional.empty();
    private OptionalLong size = OptionalLong.empty();
    private boolean urls;
    private Optional<Platform> platform = Optional.empty();

    private DescriptorScan(JsonParser json, String name, ScanProblems problems) {
        this.json = json;
        this.name = name;
        this.problems = problems;
    }

    /**
     * Scans the descriptor at the parser's position. The result is empty if there is no object at this position.
     * Afterwards the parser is at the end of the descriptor.
     *
     * @param name the manifest's key that contains the descriptor
     */
    public static Optional<DescriptorScan> of(JsonParser json, String name, ScanProblems problems) {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            problems.add(name + " is not a descriptor");
            return Optional.empty();
        }
        DescriptorScan descriptor = new DescriptorScan(json, name, problems);
        KnownKeys keys = new KnownKeys(KEYS);
        for (String spelling = json.nextName(); spelling != null; spelling = json.nextName()) {
            String key = keys.find(spelling);
            if (!key.isEmpty()) {
                problems.key(spelling, key, keys.repeats(key));
            }
            JsonToken value = json.nextToken();
            if (value != JsonToken.VALUE_NULL) {
                descriptor.field(key, value);
            }
            json.skipChildren();
        }
        return Optional.of(descriptor);
    }

    private void field(String key, JsonToken value) {
        switch (key) {
            case "mediaType" -> mediaType = text(value, key);
            case "digest" -> digest = Digest.tryParse(text(value, key));
            case "size" -> size = size(value);
            case "urls" -> urls(value);
            case "platform" -> platform(value);
            default -> {
                // A field that the registry does not use.
            }
        }
    }

    private String text(JsonToken value, String key) {
        if (value != JsonToken.VALUE_STRING) {
            problems.add("the " + key + " of a descriptor of " + name + " is not a string");
            return "";
        }
        return json.getString();
    }

    private OptionalLong size(JsonToken value) {
        try {
            if (value == JsonToken.VALUE_NUMBER_INT) {
                return OptionalLong.of(json.getLongValue());
            }
        } catch (JacksonException _) {
            // The number does not fit into 64 bits.
        }
        problems.add("the size of a descriptor of " + name + " is not a number of bytes");
        return OptionalLong.empty();
    }

    private void urls(JsonToken value) {
        if (value != JsonToken.START_ARRAY) {
            problems.add("the urls of a descriptor of " + name + " are not an array");
            return;
        }
        for (JsonToken url = json.nextToken(); url != JsonToken.END_ARRAY; url = json.nextToken()) {
            if (url == JsonToken.VALUE_STRING) {
                urls = true;
            } else {
                problems.add("an url of a descriptor of " + name + " is not a string");
                json.skipChildren();
            }
        }
    }

    private void platform(JsonToken value) {
        if (value != JsonToken.START_OBJECT) {
            problems.add("the platform of a descriptor of " + name + " is not an object");
            return;
        }
        String os = "";
        String architecture = "";
        KnownKeys keys = new KnownKeys(PLATFORM_KEYS);
        for (String spelling = json.nextName(); spelling != null; spelling = json.nextName()) {
            String key = keys.find(spelling);
            if (!key.isEmpty()) {
                problems.key(spelling, key, keys.repeats(key));
            }
            JsonToken found = json.nextToken();
            if (found != JsonToken.VALUE_NULL && key.equals("os")) {
                os = text(found, key);
            } else if (found != JsonToken.VALUE_NULL && key.equals("architecture")) {
                architecture = text(found, key);
            }
            json.skipChildren();
        }
        platform = Optional.of(new Platform(os, architecture));
    }

    /** Returns the media type unchanged. The result is an empty text if there is none. */
    String mediaType() {
        return mediaType;
    }

    /** Returns the digest. The result is empty if there is none, or if it does not parse. */
    Optional<Digest> digest() {
        return digest;
    }

    /**
     * Returns the content that the descriptor names. The result is empty if its digest is missing or does not parse.
     *
     * @param key the manifest's key that contains the descriptor
     */
    Optional<ContentReference> reference(String key) {
        Kind kind = key.equals("manifests") ? kindOfEntry() : Kind.BLOB;
        return digest.map(found -> new ContentReference(kind, found, size, urls || isNotDistributable(), platform));
    }

    /**
     * Returns the kind of an index entry. An entry with the media type of an image or index must exist as a manifest,
     * because clients could not pull it otherwise.
     */
    private Kind kindOfEntry() {
        return ManifestKind.of(mediaType) == ManifestKind.OTHER ? Kind.MANIFEST_OR_BLOB : Kind.MANIFEST;
    }

    /**
     * Returns whether the content may not be distributed: OCI Image Specification, layer, "Non-Distributable Layers",
     * and Docker's foreign layers.
     */
    private boolean isNotDistributable() {
        return mediaType.startsWith("application/vnd.oci.image.layer.nondistributable.")
                || mediaType.startsWith("application/vnd.docker.image.rootfs.foreign.");
    }
}
