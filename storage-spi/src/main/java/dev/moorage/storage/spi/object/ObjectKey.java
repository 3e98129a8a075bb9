package dev.moorage.storage.spi.object;

import java.util.List;

/**
 * The name of an object in storage. It consists of segments of printable ASCII joined by {@code /}. No segment is empty,
 * {@code .} or {@code ..}. A key is not a path of a file system, although a driver may use it as a path below its root.
 */
public record ObjectKey(String value) implements Comparable<ObjectKey> {
    /** The most characters of a key. It is the smallest limit among the known stores. */
    public static final int MAX_LENGTH = 1024;

    /**
     * The prefix of the server's own state, next to Distribution's {@code docker/registry/v2}. A driver stores it like any
     * other object. All other keys below {@code .moorage} belong to the driver: the server uses none of them.
     */
    public static final ObjectKey SERVER_STATE = new ObjectKey(".moorage/registry");

    private static final int MAX_SEGMENT_LENGTH = 255;

    public ObjectKey {
        if (value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("key is longer than " + MAX_LENGTH);
        }
        int start = 0;
        for (int i = 0; i <= value.length(); i++) {
            if (i == value.length() || value.charAt(i) == '/') {
                requireSegment(value, start, i);
                start = i + 1;
            } else if (value.charAt(i) <= ' ' || value.charAt(i) > '~' || value.charAt(i) == '\\') {
                throw new IllegalArgumentException("key has a character that is not allowed");
            }
        }
    }

    private static void requireSegment(String value, int start, int end) {
        int length = end - start;
        boolean dots = length == 1 && value.charAt(start) == '.' || length == 2 && value.startsWith("..", start);
        if (length == 0 || length > MAX_SEGMENT_LENGTH || dots) {
            throw new IllegalArgumentException("key has a segment that is empty, too long or made of dots");
        }
    }

    /** The key that is made of this key, a {@code /} and the given text. */
    public ObjectKey resolve(String relative) {
        return new ObjectKey(value + "/" + relative);
    }

    /** Whether this key is below another one. A key is not below itself. */
    public boolean isBelow(ObjectKey prefix) {
        return value.length() > prefix.value.length() + 1
                && value.startsWith(prefix.value)
                && value.charAt(prefix.value.length()) == '/';
    }

    /** The segments of this key, at least one. */
    public List<String> segments() {
        return List.of(value.split("/", -1));
    }

    /** The last segment of this key. */
    public String name() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    @Override
    public int compareTo(ObjectKey other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
