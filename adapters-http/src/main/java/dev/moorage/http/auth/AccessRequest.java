package dev.moorage.http.auth;

import dev.moorage.domain.name.RepositoryName;
import dev.moorage.http.route.Route;
import java.util.Objects;
import java.util.Optional;

/**
 * The right that a request needs before it may begin.
 *
 * @param repository the repository that the action is about, or empty for an action without one
 */
public record AccessRequest(Action action, Optional<RepositoryName> repository) {
    public AccessRequest {
        Objects.requireNonNull(action);
        Objects.requireNonNull(repository);
    }

    /** The right that a request needs before it may begin. It is empty for {@code /}, since probes have no password. */
    public static Optional<AccessRequest> needed(String method, Route route) {
        return switch (route) {
            case Route.Root _ -> Optional.empty();
            case Route.None _, Route.Base _ -> Optional.of(new AccessRequest(Action.LOGIN, Optional.empty()));
            case Route.Catalog _ -> Optional.of(new AccessRequest(Action.CATALOG, Optional.empty()));
            case Route.OfRepository content ->
                Optional.of(new AccessRequest(action(method, content), Optional.of(content.name())));
        };
    }

    private static Action action(String method, Route.OfRepository content) {
        return switch (content) {
            case Route.Uploads _, Route.Upload _ -> Action.PUSH;
            case Route.Tags _, Route.Referrers _, Route.Manifests _, Route.Blobs _ ->
                switch (method) {
                    case "GET", "HEAD" -> Action.PULL;
                    case "DELETE" -> Action.DELETE;
                    default -> Action.PUSH;
                };
        };
    }
}
