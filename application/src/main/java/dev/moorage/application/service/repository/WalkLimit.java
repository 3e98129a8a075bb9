package dev.moorage.application.service.repository;

/**
 * How far one request walks over repositories. A caller that may see few of many repositories, for example those of
 * {@code *}{@code /app}, makes a walk over names that are not shown.
 *
 * @param names how many names are looked at
 * @param folders how many folders are read
 */
record WalkLimit(int names, int folders) {
    /** No limit. */
    static final WalkLimit NONE = new WalkLimit(Integer.MAX_VALUE, Integer.MAX_VALUE);

    /** A server's limit: a read of a folder is a request to the store, of some milliseconds. */
    static final WalkLimit OF_A_REQUEST = new WalkLimit(100_000, 1000);
}
