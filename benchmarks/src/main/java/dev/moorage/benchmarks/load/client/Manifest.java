package dev.moorage.benchmarks.load.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** An OCI image manifest, and its digest. */
public record Manifest(byte[] bytes, String digest) {
    static final String MEDIA_TYPE = "application/vnd.oci.image.manifest.v1+json";

    /** Makes the manifest of an image of these blobs. The content of the blobs is not read. */
    public static Manifest of(Content config, List<Content> layers) {
        String json = "{\"schemaVersion\":2,\"mediaType\":\"" + MEDIA_TYPE + "\",\"config\":"
                + descriptor("application/vnd.oci.image.config.v1+json", config) + ",\"layers\":["
                + layers.stream()
                        .map(layer -> descriptor("application/vnd.oci.image.layer.v1.tar+gzip", layer))
                        .collect(Collectors.joining(","))
                + "]}";
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        try {
            return new Manifest(
                    bytes,
                    "sha256:"
                            + HexFormat.of()
                                    .formatHex(
                                            MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256", e);
        }
    }

    private static String descriptor(String mediaType, Content content) {
        return "{\"mediaType\":\"" + mediaType + "\",\"digest\":\"" + content.digest() + "\",\"size\":" + content.size()
                + "}";
    }
}
