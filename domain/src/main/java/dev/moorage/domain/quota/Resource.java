package dev.moorage.domain.quota;

/** What a quota limits. */
public enum Resource {
    /** The bytes of the distinct blobs and manifests of a namespace. */
    BYTES("bytes"),
    /** The repositories of a namespace that have content. */
    REPOSITORIES("repositories"),
    /** The tags of all repositories of a namespace. */
    TAGS("tags");

    private final String word;

    Resource(String word) {
        this.word = word;
    }

    /** Returns the key of the limit in a configuration. */
    public String word() {
        return word;
    }
}
