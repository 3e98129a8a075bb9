package dev.moorage.storage.s3.request;

import dev.moorage.storage.s3.staging.StagingMarkers;
import dev.moorage.storage.spi.object.ObjectKey;
import java.util.Optional;

/**
 * The layout of keys in the bucket. Objects are below the root directory. Staged bytes have a prefix of their own there,
 * because they may outlive the area for which they were staged.
 *
 * @param root empty, or with a {@code /} at the end
 */
public record Keys(String root) {
    private static final String STAGED = ".moorage/staged/";
    private static final String PROBE = ".moorage/probe-";
    private static final String SERVER = ".moorage/server";

    /** Returns the keys below a root directory, which may have a {@code /} at either end. */
    public static Keys below(String rootDirectory) {
        String trimmed = rootDirectory;
        while (trimmed.startsWith("/")) {
            trimmed = trimmed.substring(1);
        }
        while (trimmed.endsWith("/")) {
            trimmed = trimmed.substring(0, trimmed.length() - 1);
        }
        return new Keys(trimmed.isEmpty() ? "" : trimmed + "/");
    }

    /** Returns an object's key in the bucket. */
    public String of(ObjectKey key) {
        return root + key.value();
    }

    /** Returns the prefix of everything that is staged for an area. */
    public String staging(ObjectKey area) {
        return root + STAGED + area.value() + "/";
    }

    /** Returns the key of the marker that belongs to an area's segments. */
    public static ObjectKey marker(ObjectKey area) {
        return new ObjectKey(STAGED + area.value() + "/" + StagingMarkers.NAME);
    }

    /** Returns the prefix of everything that is staged. */
    public String staging() {
        return root + STAGED;
    }

    /** Returns the key of an object that a probe writes. */
    public String probe(String name) {
        return root + PROBE + name;
    }

    /** Returns the key of the mark of the only server, for stores that allow only one. */
    public String server() {
        return root + SERVER;
    }

    /**
     * Converts a key of the bucket to a key of the port. Empty when the object belongs to another program and its key is not
     * a valid key of the port.
     */
    public Optional<ObjectKey> key(String inBucket) {
        try {
            return Optional.of(new ObjectKey(inBucket.substring(root.length())));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
