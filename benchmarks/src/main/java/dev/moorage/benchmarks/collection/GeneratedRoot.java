package dev.moorage.benchmarks.collection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A root on a filesystem in the layout of CNCF Distribution, written as files: images with a tag, half of whose layers other images
 * have too, and blobs that nothing links.
 */
final class GeneratedRoot {
    static final int LAYERS = 10;
    private static final int REPOSITORIES = 50;
    private static final int SHARED = 200;
    private static final String OCTETS = "application/octet-stream";
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private final Path v2;

    private GeneratedRoot(Path root) {
        this.v2 = root.resolve("docker/registry/v2");
    }

    /** Writes images and garbage into an empty folder. */
    static void write(Path root, int images, int garbage) throws IOException {
        GeneratedRoot generated = new GeneratedRoot(root);
        List<Blob> shared = new ArrayList<>();
        for (int number = 0; number < SHARED; number++) {
            shared.add(generated.blob("shared layer " + number));
        }
        for (int number = 0; number < images; number++) {
            generated.image(number, shared);
        }
        for (int number = 0; number < garbage; number++) {
            generated.blob("garbage " + number);
        }
    }

    private record Blob(String hex, int size) {
        String descriptor() {
            return "{\"mediaType\":\"" + OCTETS + "\",\"digest\":\"sha256:" + hex + "\",\"size\":" + size + "}";
        }
    }

    private void image(int number, List<Blob> shared) throws IOException {
        Path repository = v2.resolve("repositories/generated/r%02d".formatted(number % REPOSITORIES));
        List<Blob> blobs = new ArrayList<>();
        for (int layer = 0; layer <= LAYERS; layer++) {
            blobs.add(
                    layer % 2 == 0
                            ? blob("layer " + layer + " of image " + number)
                            : shared.get((number * LAYERS + layer * 7) % SHARED));
        }
        for (Blob blob : blobs) {
            link(repository.resolve("_layers/sha256").resolve(blob.hex), blob.hex);
        }
        String json = "{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":"
                + blobs.getFirst().descriptor() + ",\"layers\":["
                + IntStream.range(1, blobs.size())
                        .mapToObj(layer -> blobs.get(layer).descriptor())
                        .collect(Collectors.joining(","))
                + "]}";
        String hex = blob(json).hex;
        link(repository.resolve("_manifests/revisions/sha256").resolve(hex), hex);
        Path tag = repository.resolve("_manifests/tags").resolve("v" + number);
        link(tag.resolve("current"), hex);
        link(tag.resolve("index/sha256").resolve(hex), hex);
    }

    private Blob blob(String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        String hex = hex(content);
        Path folder = Files.createDirectories(
                v2.resolve("blobs/sha256").resolve(hex.substring(0, 2)).resolve(hex));
        Files.write(folder.resolve("data"), content);
        return new Blob(hex, content.length);
    }

    private static void link(Path folder, String hex) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("link"), "sha256:" + hex);
    }

    private static String hex(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256", e);
        }
    }
}
