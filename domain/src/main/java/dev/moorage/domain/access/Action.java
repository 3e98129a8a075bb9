package dev.moorage.domain.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** An action that rules allow or deny. */
public enum Action {
    /** Read from a repository. */
    PULL,
    /** Write to a repository: blobs, manifests, tags. */
    PUSH,
    /** Delete from a repository. */
    DELETE,
    /** See the names of all repositories, and not only of those that the caller may pull. */
    LIST;

    /** Returns the action as it is written in rules and scopes. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Parses the word of an action. The result is empty for another word. */
    public static Optional<Action> tryParse(String word) {
        return Arrays.stream(values())
                .filter(action -> action.word().equals(word))
                .findFirst();
    }
}
