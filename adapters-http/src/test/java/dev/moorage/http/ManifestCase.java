package dev.moorage.http;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A manifest of {@code manifests.json}. Each was pushed to Debian's {@code docker-registry} 2.8.2. If that accepted it,
 * {@code served} is the media type under which it was then served. The others are manifests that other registries store.
 *
 * @param content the manifest, which may refer to the blob {@code 0123456789}
 * @param served the media type under which the manifest is served once it is stored
 * @param distribution the status of its push to Distribution
 * @param push the status of its push here, and for a refusal a part of the message
 */
record ManifestCase(String name, String contentType, byte[] content, String served, int distribution, String push) {
    private static final int LONG = 2_000_000;
    private static final int DEEP = 9_000;

    static List<ManifestCase> all() {
        try (InputStream cases = ManifestCase.class.getResourceAsStream("manifests.json")) {
            return JsonMapper.shared()
                    .readTree(cases)
                    .valueStream()
                    .map(ManifestCase::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ManifestCase of(JsonNode node) {
        return new ManifestCase(
                node.get("name").stringValue(),
                node.get("contentType").stringValue(),
                content(node.get("body").stringValue()),
                node.get("served").stringValue(),
                node.get("distribution").intValue(),
                node.get("push").stringValue());
    }

    /** Expands placeholders for content that is too long for the file, or not text. */
    private static byte[] content(String body) {
        String text = body.replace("@LONG@", "a".repeat(LONG)).replace("@DEEP@", "[".repeat(DEEP) + "]".repeat(DEEP));
        int bad = text.indexOf("@BAD@");
        if (bad < 0) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        return text.replace("@BAD@", "\u00ff\u00fe").getBytes(StandardCharsets.ISO_8859_1);
    }

    Digest digest() {
        return Digest.of(DigestAlgorithm.SHA256, content);
    }

    int status() {
        return Integer.parseInt(push.substring(0, 3));
    }

    /** The part that the message of a refusal must contain. */
    String reason() {
        return push.substring(3).strip();
    }

    @Override
    public String toString() {
        return name;
    }
}
