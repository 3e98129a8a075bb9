package dev.moorage.benchmarks.request;

import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Manifests for measurements. */
final class Images {
    private Images() {}

    /** A blob that no other number has. */
    static byte[] blob(int number) {
        return ("blob " + number).getBytes(StandardCharsets.US_ASCII);
    }

    /** The descriptor of a blob in a manifest. */
    static String descriptor(byte[] blob) {
        return descriptor("application/vnd.oci.image.layer.v1.tar+gzip", blob);
    }

    private static String descriptor(String mediaType, byte[] content) {
        return "{\"mediaType\":\"" + mediaType + "\",\"digest\":\"" + Digest.of(DigestAlgorithm.CANONICAL, content)
                + "\",\"size\":" + content.length + "}";
    }

    /**
     * A manifest.
     *
     * @param blobs the config and the layers
     * @param subject the manifest to which it refers
     * @param number differs between manifests that are equal otherwise
     */
    static byte[] manifest(List<byte[]> blobs, Optional<byte[]> subject, int number) {
        List<String> fields = new ArrayList<>(List.of(
                "\"schemaVersion\":2",
                "\"mediaType\":\"" + MediaType.OCI_IMAGE_MANIFEST + "\"",
                "\"annotations\":{\"number\":\"" + number + "\"}",
                "\"config\":" + descriptor(blobs.getFirst()),
                "\"layers\":"
                        + blobs.stream().skip(1).map(Images::descriptor).collect(Collectors.joining(",", "[", "]"))));
        subject.ifPresent(
                manifest -> fields.add("\"subject\":" + descriptor(MediaType.OCI_IMAGE_MANIFEST.toString(), manifest)));
        return ("{" + String.join(",", fields) + "}").getBytes(StandardCharsets.UTF_8);
    }

    /** An index of images. */
    static byte[] index(List<byte[]> images) {
        return images.stream()
                .map(image -> descriptor(MediaType.OCI_IMAGE_MANIFEST.toString(), image))
                .collect(Collectors.joining(
                        ",",
                        "{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_IMAGE_INDEX + "\",\"manifests\":[",
                        "]}"))
                .getBytes(StandardCharsets.UTF_8);
    }
}
