package dev.moorage.storage.s3;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/** The metadata ({@code x-amz-meta-…}) by which this driver recognizes what it has written. */
final class Metadata {
    /** The id of a write. Each write gets a new one. */
    static final String WRITE = "moorage-write";

    /** The area whose upload became the object. */
    static final String UPLOAD = "moorage-upload";

    /** Marks a reference: the content names the segments that hold the bytes. */
    static final String REFERENCE = "moorage-reference";

    /** The size in bytes of what a reference refers to. */
    static final String SIZE = "moorage-size";

    private static final int WRITE_ID_BYTES = 12;

    private Metadata() {}

    static String newWriteId() {
        byte[] random = new byte[WRITE_ID_BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    static boolean isReference(Map<String, String> metadata) {
        return metadata.containsKey(REFERENCE);
    }
}
