package dev.moorage.storage.s3;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;

/** An object of a simulated bucket. */
record SimulatedObject(byte[] content, String etag, Map<String, String> metadata, Instant lastModified) {
    static SimulatedObject of(byte[] content, Map<String, String> metadata) {
        return new SimulatedObject(content, "\"" + md5(content) + "\"", metadata, Instant.now());
    }

    SimulatedObject at(Instant time) {
        return new SimulatedObject(content, etag, metadata, time);
    }

    static String md5(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
