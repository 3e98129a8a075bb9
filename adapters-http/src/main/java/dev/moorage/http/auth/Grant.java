package dev.moorage.http.auth;

import dev.moorage.domain.name.RepositoryName;
import java.util.Optional;

/** The rights of a caller. It is asked again at a later step of a request where a right may have been withdrawn since. */
public interface Grant {
    /** The rights of a caller that has not been authenticated yet: none. */
    Grant NOTHING = new Grant() {
        @Override
        public Optional<String> user() {
            return Optional.empty();
        }

        @Override
        public boolean may(Action action, RepositoryName repository) {
            return false;
        }
    };

    /** The name of the caller, or empty in a registry that does not authenticate. */
    Optional<String> user();

    /** Whether the caller may take this action on the repository now. */
    boolean may(Action action, RepositoryName repository);
}
