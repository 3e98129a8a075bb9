package dev.moorage.application.service.archive;

import dev.moorage.application.port.in.archive.ArchiveException;
import dev.moorage.application.port.in.archive.ArchiveSource;
import dev.moorage.domain.digest.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The entries of {@code index.json}: OCI Image Specification, "OCI Image Layout". Entries of media types that are not known are read as
 * all others.
 */
record LayoutIndex(List<Entry> entries) {
    static final int MAX_INDEX = 16 << 20;
    private static final int MAX_ENTRIES = 100_000;
    private static final int MAX_VERSION = 4096;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * An entry of the index.
     *
     * @param refName the annotation {@code org.opencontainers.image.ref.name}, or the empty text
     * @param imageName the annotation {@code io.containerd.image.name}, or the empty text
     */
    record Entry(String mediaType, Digest digest, String refName, String imageName) {
        boolean isNamed() {
            return !refName.isEmpty() || !imageName.isEmpty();
        }

        /** Returns the name for messages. */
        String text() {
            return isNamed() ? (imageName.isEmpty() ? refName : imageName) : digest.toString();
        }
    }

    /**
     * Reads the index of an archive.
     *
     * @throws ArchiveException there is none, or it is not as the specification says
     */
    static LayoutIndex read(ArchiveSource source) throws IOException {
        String version = json(source, LayoutNames.LAYOUT, MAX_VERSION)
                .path("imageLayoutVersion")
                .stringValue("");
        if (!version.equals("1.0.0")) {
            throw new ArchiveException("the archive is a layout of another version than 1.0.0");
        }
        JsonNode manifests = json(source, LayoutNames.INDEX, MAX_INDEX).path("manifests");
        if (!manifests.isArray() || manifests.size() > MAX_ENTRIES) {
            throw new ArchiveException("index.json has no list of manifests, or one of more than " + MAX_ENTRIES);
        }
        List<Entry> entries = new ArrayList<>();
        for (JsonNode node : manifests) {
            Digest digest = Digest.tryParse(node.path("digest").stringValue(""))
                    .orElseThrow(
                            () -> new ArchiveException("index.json has an entry without a digest that can be read"));
            JsonNode annotations = node.path("annotations");
            entries.add(new Entry(
                    node.path("mediaType").stringValue(""),
                    digest,
                    annotations.path(LayoutNames.REF_NAME).stringValue(""),
                    annotations.path(LayoutNames.IMAGE_NAME).stringValue("")));
        }
        return new LayoutIndex(entries);
    }

    private static JsonNode json(ArchiveSource source, String name, int most) throws IOException {
        byte[] bytes = bytes(source, name, most)
                .orElseThrow(() -> new ArchiveException("the archive has no " + name + ", so it is no OCI layout"));
        try {
            return JSON.readTree(bytes);
        } catch (JacksonException _) {
            throw new ArchiveException(name + " is not JSON");
        }
    }

    /**
     * Reads a small file.
     *
     * @param most the greatest length in bytes
     * @throws ArchiveException the file is longer
     */
    static Optional<byte[]> bytes(ArchiveSource source, String name, int most) throws IOException {
        Optional<ArchiveSource.File> file = source.find(name);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        if (file.get().size() > most) {
            throw new ArchiveException(name + " is longer than " + most + " bytes");
        }
        try (InputStream in = file.get().open()) {
            return Optional.of(in.readNBytes(most));
        }
    }
}
