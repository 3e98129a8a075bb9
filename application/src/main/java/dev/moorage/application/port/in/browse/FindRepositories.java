package dev.moorage.application.port.in.browse;

import dev.moorage.application.port.in.access.Caller;
import java.io.IOException;
import java.util.Optional;

/**
 * Finds repositories by a part of their name, among those that the catalog has for the caller. The names are read at most once a
 * minute, so that a repository may show a minute after its first push.
 */
public interface FindRepositories {
    /**
     * Returns one page of repositories in the order of their names.
     *
     * @param part a text that the names have, in any case. The empty text is in every name
     * @param after the text after which the page begins
     * @param limit the greatest number of entries, 1 or more. The use case has its own upper bound
     * @throws IOException storage failed
     */
    FoundRepositories find(Caller caller, String part, Optional<String> after, int limit) throws IOException;
}
