package dev.moorage.storage.s3;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/** What this driver writes beside an object's content ({@code x-amz-meta-…}), to know its own work again. */
final class Metadata {
    /** Chosen anew for each write that depends on a condition. */
    static final String WRITE = "moorage-write";

    /** The area whose upload became the object. */
    static final String UPLOAD = "moorage-upload";

    /** Says that the content names the segments that hold the bytes. */
    static final String REFERENCE = "moorage-reference";

    /** How many bytes these are. */
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
