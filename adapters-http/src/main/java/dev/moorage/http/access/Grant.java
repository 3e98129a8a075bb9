package dev.moorage.http.access;

import dev.moorage.domain.name.RepositoryName;
import java.util.Optional;

/** What a caller may do. Asked again where a right may have been lost meanwhile. */
public interface Grant {
    /** What a caller may do of whom nothing is known yet. */
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

    /** Who the caller is; empty when anyone may be it. */
    Optional<String> user();

    /** Whether the caller may do this to the repository now. */
    boolean may(Action action, RepositoryName repository);
}
