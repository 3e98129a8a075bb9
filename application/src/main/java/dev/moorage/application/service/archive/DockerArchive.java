package dev.moorage.application.service.archive;

import dev.moorage.application.hash.Hasher;
import dev.moorage.application.port.in.archive.ArchiveException;
import dev.moorage.application.port.in.archive.ArchiveSource;
import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An archive of {@code docker save} as an OCI layout: Moby, "Docker Image Specification v1.2". It has a configuration and layers for each
 * image, and no manifest. The manifest is made here, so that its digest is that of no other registry. Layers and configurations are
 * stored as they are.
 */
final class DockerArchive implements ArchiveSource {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MAX_LIST = 4 << 20;
    private static final int CHUNK = 1 << 16;
    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";

    private final ArchiveSource source;
    private final Map<String, File> files = new HashMap<>();
    /** The descriptors of layers that were hashed, by the names of their files. */
    private final Map<String, ObjectNode> layers = new HashMap<>();

    private DockerArchive(ArchiveSource source) {
        this.source = source;
    }

    /**
     * Returns an archive as a layout: itself if it is one.
     *
     * @throws ArchiveException it is an archive of {@code docker save} that lacks something
     */
    static ArchiveSource asLayout(ArchiveSource source) throws IOException {
        if (source.find(LayoutNames.LAYOUT).isPresent()) {
            return source;
        }
        Optional<byte[]> list = LayoutIndex.bytes(source, LayoutNames.DOCKER, MAX_LIST);
        if (list.isEmpty()) {
            return source;
        }
        DockerArchive archive = new DockerArchive(source);
        archive.read(list.get());
        return archive;
    }

    @Override
    public Optional<File> find(String name) {
        return Optional.ofNullable(files.get(name));
    }

    private void read(byte[] list) throws IOException {
        ArrayNode entries = JSON.createArrayNode();
        try {
            for (JsonNode image : JSON.readTree(list)) {
                image(image, entries);
            }
        } catch (JacksonException _) {
            throw new ArchiveException(LayoutNames.DOCKER + " is not JSON");
        }
        ObjectNode index = JSON.createObjectNode();
        index.set("manifests", entries);
        files.put(LayoutNames.INDEX, new Bytes(bytes(index)));
        files.put(LayoutNames.LAYOUT, new Bytes(bytes(JSON.createObjectNode().put("imageLayoutVersion", "1.0.0"))));
    }

    private void image(JsonNode image, ArrayNode entries) throws IOException {
        ObjectNode manifest = JSON.createObjectNode();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", MediaType.OCI_IMAGE_MANIFEST.value());
        manifest.set("config", descriptor(image.path("Config").stringValue(""), CONFIG));
        ArrayNode list = manifest.putArray("layers");
        for (JsonNode layer : image.path("Layers")) {
            list.add(layer(layer.stringValue("")));
        }
        byte[] content = bytes(manifest);
        Digest digest = Digest.of(DigestAlgorithm.SHA256, content);
        files.put(LayoutNames.blob(digest), new Bytes(content));
        ObjectNode entry = JSON.createObjectNode();
        entry.put("mediaType", MediaType.OCI_IMAGE_MANIFEST.value());
        entry.put("digest", digest.toString());
        for (JsonNode tag : image.path("RepoTags")) {
            ObjectNode named = entry.deepCopy();
            named.putObject("annotations").put(LayoutNames.IMAGE_NAME, tag.stringValue(""));
            entries.add(named);
        }
        if (image.path("RepoTags").isEmpty()) {
            entries.add(entry);
        }
    }

    private ObjectNode layer(String name) throws IOException {
        ObjectNode known = layers.get(name);
        if (known != null) {
            return known;
        }
        ObjectNode layer = descriptor(name, isCompressed(name) ? LAYER + "+gzip" : LAYER);
        layers.put(name, layer);
        return layer;
    }

    private File file(String name) throws IOException {
        return source.find(name)
                .orElseThrow(() -> new ArchiveException(
                        "the archive does not have the file that " + LayoutNames.DOCKER + " names: " + name));
    }

    private boolean isCompressed(String name) throws IOException {
        try (InputStream in = file(name).open()) {
            return in.read() == 0x1f && in.read() == 0x8b; // RFC 1952, section 2.3.1
        }
    }

    private ObjectNode descriptor(String name, String type) throws IOException {
        File file = file(name);
        Hasher hasher = Hasher.of(DigestAlgorithm.SHA256);
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = file.open()) {
            int count = in.read(chunk);
            while (count >= 0) {
                hasher.update(ByteBuffer.wrap(chunk, 0, count));
                count = in.read(chunk);
            }
        }
        Digest digest = hasher.digest();
        files.put(LayoutNames.blob(digest), file);
        return JSON.createObjectNode()
                .put("mediaType", type)
                .put("digest", digest.toString())
                .put("size", file.size());
    }

    private static byte[] bytes(JsonNode node) {
        return JSON.writeValueAsString(node).getBytes(StandardCharsets.UTF_8);
    }

    /** A file that is in memory. */
    private record Bytes(byte[] content) implements File {
        @Override
        public long size() {
            return content.length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(content);
        }
    }
}
