package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.client.Content;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * An image on disk, from which clients push and to which they pull: OCI Image Specification, "OCI Image Layout". The layers
 * are gzip, since clients check that. They contain random bytes, since nothing unpacks them here.
 */
record OciLayout(Path folder, long layerBytes) {
    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final int BUFFER = 64 * 1024;

    private record Descriptor(String mediaType, String hex, long size) {
        String json(String more) {
            return "{\"mediaType\":\"" + mediaType + "\",\"digest\":\"sha256:" + hex + "\",\"size\":" + size + more
                    + "}";
        }
    }

    /** Writes an image of these layers, tagged {@code image}. */
    static OciLayout write(Path folder, List<Content> layers) throws IOException {
        Files.createDirectories(blobs(folder));
        long bytes = 0;
        StringBuilder described = new StringBuilder();
        for (Content layer : layers) {
            Descriptor descriptor = writeLayer(folder, layer);
            bytes += descriptor.size();
            described.append(described.isEmpty() ? "" : ",").append(descriptor.json(""));
        }
        String diffIds =
                layers.stream().map(layer -> '"' + layer.digest() + '"').collect(Collectors.joining(","));
        Descriptor config = writeJson(
                folder,
                CONFIG,
                "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":["
                        + diffIds + "]}}");
        Descriptor manifest = writeJson(
                folder,
                MANIFEST,
                "{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":" + config.json("")
                        + ",\"layers\":[" + described + "]}");
        String name = ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"image\"}";
        Files.writeString(
                folder.resolve("index.json"), "{\"schemaVersion\":2,\"manifests\":[" + manifest.json(name) + "]}");
        Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        return new OciLayout(folder, bytes);
    }

    /**
     * Compares this image byte for byte with a pulled one.
     *
     * @throws IOException the images differ
     */
    void requireSame(Path pulled) throws IOException {
        try (Stream<Path> blobs = Files.list(blobs(folder))) {
            for (Path blob : blobs.toList()) {
                Path other = blobs(pulled).resolve(blob.getFileName());
                if (!Files.exists(other) || Files.mismatch(blob, other) >= 0) {
                    throw new IOException("what was pulled differs from what was pushed, in " + blob.getFileName());
                }
            }
        }
    }

    private static Path blobs(Path folder) {
        return folder.resolve("blobs/sha256");
    }

    private static Descriptor writeJson(Path folder, String mediaType, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        String hex = HexFormat.of().formatHex(sha256().digest(bytes));
        Files.write(blobs(folder).resolve(hex), bytes);
        return new Descriptor(mediaType, hex, bytes.length);
    }

    private static Descriptor writeLayer(Path folder, Content content) throws IOException {
        Path file = folder.resolve("layer");
        MessageDigest hash = sha256();
        try (OutputStream out = new StoredGzip(
                new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER), hash))) {
            byte[] some = new byte[BUFFER];
            for (long at = 0; at < content.size(); ) {
                int count = content.slice(at, BUFFER).remaining();
                content.slice(at, BUFFER).get(some, 0, count);
                out.write(some, 0, count);
                at += count;
            }
        }
        String hex = HexFormat.of().formatHex(hash.digest());
        Files.move(file, blobs(folder).resolve(hex));
        return new Descriptor(LAYER, hex, Files.size(blobs(folder).resolve(hex)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256", e);
        }
    }

    /** A gzip stream without compression, since random bytes cannot be compressed. */
    private static final class StoredGzip extends GZIPOutputStream {
        StoredGzip(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.NO_COMPRESSION);
        }
    }
}
