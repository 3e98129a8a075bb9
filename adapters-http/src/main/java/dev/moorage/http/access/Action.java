package dev.moorage.http.access;

/** What a caller wants to do, in the words of Distribution's token specification. */
public enum Action {
    /** Know that it is known: {@code /v2/}. */
    LOGIN,
    /** Read from a repository. */
    PULL,
    /** Write to a repository. */
    PUSH,
    /** Delete from a repository. */
    DELETE,
    /** List the repositories. */
    CATALOG
}
