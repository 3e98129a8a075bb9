package dev.moorage.domain.quota;

/**
 * What a namespace has.
 *
 * @param bytes the sizes of its distinct blobs and manifests
 * @param repositories its repositories with content
 * @param tags the tags of all of them
 */
public record Usage(long bytes, long repositories, long tags) {
    /** The usage of a namespace without content. */
    public static final Usage NONE = new Usage(0, 0, 0);

    /** Returns the usage with what servers have added. */
    public Usage plus(Added added) {
        return new Usage(Math.max(0, bytes + added.bytes()), repositories, Math.max(0, tags + added.tags()));
    }
}
