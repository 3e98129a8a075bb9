package dev.moorage.http.auth;

/** An action of a caller, named as in Distribution's token specification. */
public enum Action {
    /** Check the credentials: {@code /v2/}. */
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
