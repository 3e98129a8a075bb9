package dev.moorage.storage.s3;

import dev.moorage.storage.spi.ObjectKey;
import java.util.Optional;

/**
 * Where objects are in the bucket: below the root directory, and what is staged beside them, where it outlives the area that
 * it was staged for.
 *
 * @param root empty, or with a {@code /} at the end
 */
record Keys(String root) {
    private static final String STAGED = ".moorage/staged/";
    private static final String PROBE = ".moorage/probe-";
    private static final String SERVER = ".moorage/server";

    /** The keys below a root directory, with or without {@code /} around it. */
    static Keys below(String rootDirectory) {
        String trimmed = rootDirectory;
        while (trimmed.startsWith("/")) {
            trimmed = trimmed.substring(1);
        }
        while (trimmed.endsWith("/")) {
            trimmed = trimmed.substring(0, trimmed.length() - 1);
        }
        return new Keys(trimmed.isEmpty() ? "" : trimmed + "/");
    }

    /** An object's key in the bucket. */
    String of(ObjectKey key) {
        return root + key.value();
    }

    /** What comes before everything that is staged for an area. */
    String staging(ObjectKey area) {
        return root + STAGED + area.value() + "/";
    }

    /** The marker beside what is staged for an area. */
    static ObjectKey marker(ObjectKey area) {
        return new ObjectKey(STAGED + area.value() + "/" + StagingMarkers.NAME);
    }

    /** What comes before everything that is staged. */
    String staging() {
        return root + STAGED;
    }

    /** An object of our own. */
    String probe(String name) {
        return root + PROBE + name;
    }

    /** The mark of the one server, where there can be only one. */
    String server() {
        return root + SERVER;
    }

    /** A key of the bucket as the port knows it; empty for what others have put there and the port cannot name. */
    Optional<ObjectKey> key(String inBucket) {
        try {
            return Optional.of(new ObjectKey(inBucket.substring(root.length())));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
