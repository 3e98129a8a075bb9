package dev.moorage.storage.azure.request;

import dev.moorage.storage.spi.object.ObjectKey;
import java.nio.charset.StandardCharsets;

/**
 * Maps keys to the names of blobs. The names are those of Distribution, below the configured root. Staged blobs have a
 * prefix of their own there.
 */
public final class BlobNames {
    private static final String UNRESERVED = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";

    private final String root;

    public BlobNames(String root) {
        String inner = strip(root);
        this.root = inner.isEmpty() ? "" : inner + "/";
    }

    private static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && text.charAt(start) == '/') {
            start++;
        }
        while (end > start && text.charAt(end - 1) == '/') {
            end--;
        }
        return text.substring(start, end);
    }

    /** Returns the name of the blob of a key, or of another text from a listing. */
    public String name(String text) {
        return root + text;
    }

    public String name(ObjectKey key) {
        return name(key.value());
    }

    /** Returns the text for which a name stands. */
    public String text(String name) {
        return name.substring(root.length());
    }

    /**
     * Returns the name of a blob that is staged for an area. {@code once} makes it different from every blob staged there
     * before.
     */
    public String staged(ObjectKey area, String once) {
        return root + ".moorage/staged/" + area.value() + "/" + once;
    }

    /** Returns a name that no blob has. The health check asks for it. */
    public String nothing() {
        return root + ".moorage/health";
    }

    /** Encodes a name for the path of a URL. */
    public static String encoded(String name) {
        StringBuilder path = new StringBuilder(name.length() + 16);
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            if (b >= 0 && UNRESERVED.indexOf(b) >= 0) {
                path.append((char) b);
            } else {
                path.append('%').append(Character.toUpperCase(Character.forDigit(b >> 4 & 15, 16)));
                path.append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
            }
        }
        return path.toString();
    }
}
