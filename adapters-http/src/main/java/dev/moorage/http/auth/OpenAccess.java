package dev.moorage.http.auth;

import dev.moorage.domain.name.RepositoryName;
import java.util.Optional;

/** Access control of a registry without {@code auth}: any client may do anything. */
public final class OpenAccess implements AccessControl {
    private static final Grant EVERYTHING = new Grant() {
        @Override
        public Optional<String> user() {
            return Optional.empty();
        }

        @Override
        public boolean may(Action action, RepositoryName repository) {
            return true;
        }
    };

    @Override
    public AccessDecision decide(Client client, AccessRequest request) {
        return new AccessDecision.Granted(EVERYTHING);
    }
}
