package dev.moorage.storage.azure;

import dev.moorage.storage.spi.ObjectKey;
import java.nio.charset.StandardCharsets;

/** Keys as names of blobs: below the configured root, as Distribution has them, with a place of our own beside. */
final class BlobNames {
    private static final String UNRESERVED = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";

    private final String root;

    BlobNames(String root) {
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

    /** The name of a key's blob, or of whatever a text of a listing stands for. */
    String name(String text) {
        return root + text;
    }

    String name(ObjectKey key) {
        return name(key.value());
    }

    /** The text that a name stands for. */
    String text(String name) {
        return name.substring(root.length());
    }

    /** The name of what is staged in an area. {@code once} tells it from all that was staged there before. */
    String staged(ObjectKey area, String once) {
        return root + ".moorage/staged/" + area.value() + "/" + once;
    }

    /** A name that no blob has, to ask the service whether it answers. */
    String nothing() {
        return root + ".moorage/health";
    }

    /** A name in the path of a URL. */
    static String encoded(String name) {
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
