package dev.moorage.bootstrap.command;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes OCI layouts. */
final class TestLayout {
    static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
    static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";

    private final Path folder;
    private final List<String> entries = new ArrayList<>();

    TestLayout(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("blobs/sha256"));
        Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    }

    Path file(Digest digest) {
        return folder.resolve("blobs/sha256/" + digest.hex());
    }

    Digest blob(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Digest digest = Digest.of(DigestAlgorithm.SHA256, bytes);
        Files.write(file(digest), bytes);
        return digest;
    }

    /** Writes an image of one layer. */
    Digest image(String layer) throws IOException {
        return blob("{\"schemaVersion\":2,\"mediaType\":\"" + IMAGE + "\",\"config\":"
                + descriptor(CONFIG, blob("{\"os\":\"linux\",\"of\":\"" + layer + "\"}")) + ",\"layers\":["
                + descriptor(LAYER, blob(layer)) + "]}");
    }

    /** Writes a referrer. */
    Digest referrer(Digest subject, String type) throws IOException {
        return blob("{\"schemaVersion\":2,\"mediaType\":\"" + IMAGE + "\",\"artifactType\":\"" + type
                + "\",\"config\":" + descriptor("application/vnd.oci.empty.v1+json", blob("{}"))
                + ",\"layers\":[" + descriptor("text/plain", blob("signs " + subject)) + "],\"subject\":"
                + descriptor(IMAGE, subject) + ",\"annotations\":{\"by\":\"test\"}}");
    }

    /** Writes an index of images for amd64, arm64 and so on. */
    Digest index(Digest amd64, Digest arm64) throws IOException {
        return blob("{\"schemaVersion\":2,\"mediaType\":\"" + INDEX + "\",\"manifests\":[" + platform(amd64, "amd64")
                + "," + platform(arm64, "arm64") + "]}");
    }

    private String platform(Digest image, String architecture) throws IOException {
        String plain = descriptor(IMAGE, image);
        return plain.substring(0, plain.length() - 1) + ",\"platform\":{\"os\":\"linux\",\"architecture\":\""
                + architecture + "\"}}";
    }

    private String descriptor(String type, Digest digest) throws IOException {
        return "{\"mediaType\":\"" + type + "\",\"digest\":\"" + digest + "\",\"size\":" + Files.size(file(digest))
                + "}";
    }

    /** Adds an entry to the index of the layout. */
    void add(String type, Digest digest, String annotations) throws IOException {
        String plain = descriptor(type, digest);
        entries.add(plain.substring(0, plain.length() - 1) + ",\"annotations\":{" + annotations + "}}");
        Files.writeString(
                folder.resolve("index.json"),
                "{\"schemaVersion\":2,\"manifests\":[" + String.join(",", entries) + "]}");
    }

    static String named(String name) {
        return "\"org.opencontainers.image.ref.name\":\"" + name + "\"";
    }
}
