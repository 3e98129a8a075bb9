package dev.moorage.storage.s3.request;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/** The metadata ({@code x-amz-meta-…}) by which this driver recognizes what it has written. */
public final class Metadata {
    /** The id of a write. Each write gets a new one. */
    public static final String WRITE = "moorage-write";

    /** The area whose upload became the object. */
    public static final String UPLOAD = "moorage-upload";

    /** Marks a reference: the content names the segments that hold the bytes. */
    public static final String REFERENCE = "moorage-reference";

    /** The size in bytes of what a reference refers to. */
    public static final String SIZE = "moorage-size";

    private static final int WRITE_ID_BYTES = 12;

    private Metadata() {}

    public static String newWriteId() {
        byte[] random = new byte[WRITE_ID_BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    public static boolean isReference(Map<String, String> metadata) {
        return metadata.containsKey(REFERENCE);
    }
}
