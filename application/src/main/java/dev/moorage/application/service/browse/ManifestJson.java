package dev.moorage.application.service.browse;

import dev.moorage.application.port.in.browse.ContentKind;
import dev.moorage.application.port.in.browse.ManifestFacts;
import dev.moorage.application.port.in.browse.ManifestFacts.Blob;
import dev.moorage.application.port.in.browse.ManifestFacts.PlatformImage;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.manifest.ManifestKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the facts out of a manifest: OCI Image Specification, image manifest and image index. */
final class ManifestJson {
    /** The most blobs of an image, and the most images of an index, that are read. */
    static final int MAX_ENTRIES = 1000;

    private static final String HELM = "application/vnd.cncf.helm.config.v1+json";
    private static final Set<String> IMAGE_CONFIGS =
            Set.of("application/vnd.oci.image.config.v1+json", "application/vnd.docker.container.image.v1+json");

    private final JsonNode root;
    private final KeptText texts;

    ManifestJson(JsonNode root, KeptText texts) {
        this.root = root;
        this.texts = texts;
    }

    /** Returns the facts, without those of the config and of an index's images. */
    ManifestFacts facts(String mediaType) {
        ManifestKind manifest = ManifestKind.of(mediaType);
        List<Blob> layers = layers();
        List<Blob> blobs = new ArrayList<>(config().stream().toList());
        blobs.addAll(layers);
        ContentKind kind = kind(manifest);
        return new ManifestFacts(
                kind,
                texts.of(mediaType),
                artifactType(kind),
                manifest == ManifestKind.IMAGE ? OptionalLong.of(size(blobs)) : OptionalLong.empty(),
                KeptText.time(root.path("annotations").path("org.opencontainers.image.created")),
                digest(root.path("subject").path("digest")),
                manifest == ManifestKind.INDEX ? platforms() : List.of(),
                blobs,
                layers,
                List.of(),
                Map.of(),
                Map.of(),
                texts.pairs(root.path("annotations")),
                Optional.empty());
    }

    /** Returns the config of an image or of an artifact. */
    Optional<Blob> config() {
        return blob(root.path("config"));
    }

    private ContentKind kind(ManifestKind manifest) {
        String configType = root.path("config").path("mediaType").stringValue("");
        if (manifest == ManifestKind.INDEX) {
            return ContentKind.INDEX;
        }
        if (configType.equals(HELM)) {
            return ContentKind.HELM;
        }
        boolean isImage = manifest == ManifestKind.IMAGE
                && IMAGE_CONFIGS.contains(configType)
                && root.path("artifactType").stringValue("").isEmpty();
        return isImage ? ContentKind.IMAGE : ContentKind.ARTIFACT;
    }

    private Optional<String> artifactType(ContentKind kind) {
        Optional<String> stated = texts.present(root.path("artifactType"));
        return stated.isPresent() || kind == ContentKind.IMAGE || kind == ContentKind.INDEX
                ? stated
                : texts.present(root.path("config").path("mediaType"));
    }

    private List<Blob> layers() {
        List<Blob> layers = new ArrayList<>();
        for (JsonNode layer : root.path("layers")) {
            if (layers.size() == MAX_ENTRIES) {
                break;
            }
            blob(layer).ifPresent(layers::add);
        }
        return layers;
    }

    private Optional<Blob> blob(JsonNode descriptor) {
        return digest(descriptor.path("digest"))
                .map(digest -> new Blob(
                        digest,
                        size(descriptor.path("size")),
                        texts.of(descriptor.path("mediaType")),
                        texts.of(descriptor.path("annotations").path("org.opencontainers.image.title"))));
    }

    private static Optional<Digest> digest(JsonNode node) {
        return node.isString() ? Digest.tryParse(node.stringValue()) : Optional.empty();
    }

    private static long size(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() ? Math.max(0, node.longValue()) : 0;
    }

    /** Returns the bytes of some blobs, each counted once. */
    static long size(Iterable<Blob> blobs) {
        Set<Digest> counted = new HashSet<>();
        long sum = 0;
        for (Blob blob : blobs) {
            if (counted.add(blob.digest())) {
                sum = Long.MAX_VALUE - sum < blob.size() ? Long.MAX_VALUE : sum + blob.size();
            }
        }
        return sum;
    }

    /**
     * Returns the images of an index. Attestations of BuildKit belong to the image that they are about. They are given once, also
     * where the index names the image many times.
     */
    private List<PlatformImage> platforms() {
        Map<Digest, List<Digest>> attestations = new HashMap<>();
        List<JsonNode> images = new ArrayList<>();
        int looked = 0;
        for (JsonNode entry : root.path("manifests")) {
            if (looked++ == MAX_ENTRIES) {
                break;
            }
            Optional<Digest> about = attestedImage(entry);
            Optional<Digest> digest = digest(entry.path("digest"));
            if (about.isPresent() && digest.isPresent()) {
                attestations
                        .computeIfAbsent(about.get(), _ -> new ArrayList<>())
                        .add(digest.get());
            } else if (digest.isPresent()) {
                images.add(entry);
            }
        }
        Set<String> names = new HashSet<>();
        List<PlatformImage> platforms = new ArrayList<>();
        for (JsonNode entry : images) {
            Digest digest = Digest.parse(entry.path("digest").stringValue());
            String platform = platform(entry.path("platform"));
            String name = platform.isEmpty() || !names.add(platform) ? platform + " " + digest : platform;
            @Nullable List<Digest> about = attestations.remove(digest);
            platforms.add(new PlatformImage(
                    name.strip(), digest, true, OptionalLong.empty(), about == null ? List.of() : about));
        }
        return platforms;
    }

    private static Optional<Digest> attestedImage(JsonNode entry) {
        JsonNode annotations = entry.path("annotations");
        return annotations.path("vnd.docker.reference.type").stringValue("").equals("attestation-manifest")
                ? digest(annotations.path("vnd.docker.reference.digest"))
                : Optional.empty();
    }

    private String platform(JsonNode platform) {
        StringBuilder text = new StringBuilder();
        for (String part : List.of("os", "architecture", "variant")) {
            String value = texts.of(platform.path(part));
            if (!value.isEmpty()) {
                text.append(text.isEmpty() ? "" : "/").append(value);
            }
        }
        String version = texts.of(platform.path("os.version"));
        return text.append(version.isEmpty() ? "" : " " + version).toString();
    }
}
