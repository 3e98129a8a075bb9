package dev.moorage.domain.quota;

/**
 * What one server has added to a namespace since its start. The numbers only grow, so that a measurement can say up to where it
 * has them.
 *
 * @param bytes the sizes of blobs and manifests that it has linked
 * @param tags the tags that it has created
 */
public record Added(long bytes, long tags) {
    /** Nothing was added. */
    public static final Added NONE = new Added(0, 0);

    /** Returns the sum. */
    public Added plus(Added other) {
        return new Added(bytes + other.bytes, tags + other.tags);
    }

    /** Returns what was added after the other state of the same server. */
    public Added since(Added earlier) {
        return new Added(bytes - earlier.bytes, tags - earlier.tags);
    }
}
