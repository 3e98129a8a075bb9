package dev.moorage.http.auth;

import dev.moorage.application.port.in.access.AccessNeed;
import dev.moorage.domain.access.AccessQuestion;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.access.RequiredScopes;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.http.exchange.QueryParameters;
import dev.moorage.http.route.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The rights that a request needs, by its method, its route and its query. The scopes are those that Distribution asks for.
 *
 * @param need what the caller must be allowed to do
 * @param otherwise another need that is enough, or empty
 * @param challenge the scopes of the challenge. The source of a mount is one of them, though a mount without the right to its
 *     source is no error
 */
record RequestedAccess(AccessNeed need, Optional<AccessNeed> otherwise, Supplier<RequiredScopes> challenge) {
    private static final RequestedAccess LOGIN =
            new RequestedAccess(AccessNeed.LOGIN, Optional.empty(), () -> RequiredScopes.NONE);

    /** Each caller may see the names of those repositories that it may pull. */
    private static final RequestedAccess CATALOG = new RequestedAccess(
            new AccessNeed(RequiredScopes::ofCatalog, List.of()), Optional.empty(), RequiredScopes::ofCatalog);

    /** Operators are the callers that may see the names of all repositories. */
    private static final RequestedAccess OPERATOR = new RequestedAccess(
            new AccessNeed(RequiredScopes::ofCatalog, List.of(AccessQuestion.LIST)),
            Optional.empty(),
            RequiredScopes::ofCatalog);

    private static final int MAX_TAGS = 100;

    RequestedAccess {
        Objects.requireNonNull(need);
        Objects.requireNonNull(otherwise);
        Objects.requireNonNull(challenge);
    }

    /**
     * Returns what a request needs before it may begin. The result is empty for {@code /} and for probes, which have no password,
     * for the files of the page, which are the same for all callers, and for the endpoint of tokens, which takes the credentials
     * itself.
     */
    static Optional<RequestedAccess> of(String method, Route route, QueryParameters query) {
        return switch (route) {
            case Route.Root _, Route.Livez _, Route.Readyz _, Route.Token _, Route.Page _ -> Optional.empty();
            case Route.None _,
                    Route.Base _,
                    Route.OwnVersion _,
                    Route.OwnLogin _,
                    Route.OwnEndpoints _,
                    Route.Extensions _ -> Optional.of(LOGIN);
            case Route.Catalog _, Route.OwnRepositories _ -> Optional.of(CATALOG);
            case Route.OwnStorage _, Route.OwnTrash _ -> Optional.of(OPERATOR);
            case Route.OfRepository content -> Optional.of(of(method, content, query));
            case Route.LiveUploads _ -> Optional.of(liveUploads(query));
            case Route.LiveUpload _ -> Optional.of(liveUpload(method, query));
        };
    }

    private static RequestedAccess of(String method, Route.OfRepository route, QueryParameters query) {
        RepositoryName name = route.name();
        Action action = action(method);
        Supplier<RequiredScopes> scopes = () -> RequiredScopes.of(action, name);
        return new RequestedAccess(
                new AccessNeed(scopes, questions(action, route, query)),
                route instanceof Route.Upload && action == Action.DELETE
                        ? Optional.of(need(Action.PUSH, name))
                        : Optional.empty(),
                () -> withSource(scopes.get(), query));
    }

    /**
     * The list of uploads has those that the caller may see, so each caller may ask for it. A token needs the scope of what is
     * asked for: a repository, or the names of all. To read those in the storage costs more, and needs the right first.
     */
    private static RequestedAccess liveUploads(QueryParameters query) {
        Optional<RepositoryName> name = query.last("repository").flatMap(RepositoryName::tryParse);
        if (query.last("scan").filter("true"::equals).isPresent()) {
            return name.isEmpty()
                    ? OPERATOR
                    : new RequestedAccess(
                            need(Action.PUSH, name.get()),
                            Optional.of(OPERATOR.need()),
                            () -> RequiredScopes.of(Action.PUSH, name.get()));
        }
        return name.isPresent() ? scoped(Action.PUSH, name.get()) : CATALOG;
    }

    private static RequestedAccess scoped(Action action, RepositoryName name) {
        Supplier<RequiredScopes> scopes = () -> RequiredScopes.of(action, name);
        return new RequestedAccess(new AccessNeed(scopes, List.of()), Optional.empty(), scopes);
    }

    /** An upload is ended with the right to delete from its repository or to push to it, as by its own client. */
    private static RequestedAccess liveUpload(String method, QueryParameters query) {
        Optional<RepositoryName> name = query.last("repository").flatMap(RepositoryName::tryParse);
        if (name.isEmpty()) {
            return LOGIN;
        }
        if (!method.equals("DELETE")) {
            return scoped(Action.PUSH, name.get());
        }
        return new RequestedAccess(
                need(Action.DELETE, name.get()),
                Optional.of(need(Action.PUSH, name.get())),
                () -> RequiredScopes.of(Action.PUSH, name.get()));
    }

    private static AccessNeed need(Action action, RepositoryName name) {
        return new AccessNeed(() -> RequiredScopes.of(action, name), List.of(AccessQuestion.of(action, name)));
    }

    private static Action action(String method) {
        return switch (method) {
            case "GET", "HEAD" -> Action.PULL;
            case "DELETE" -> Action.DELETE;
            default -> Action.PUSH;
        };
    }

    private static List<AccessQuestion> questions(Action action, Route.OfRepository route, QueryParameters query) {
        return switch (route) {
            case Route.Manifests(RepositoryName name, Reference.ByTag(Tag tag))
            when action != Action.PULL -> withTags(AccessQuestion.of(action, name, tag), action, name, query);
            case Route.Manifests(RepositoryName name, Reference.ByDigest _)
            when action == Action.PUSH -> withTags(AccessQuestion.of(action, name), action, name, query);
            // The status of an upload ends the request that still writes, so it is for those that may write.
            case Route.Upload(RepositoryName name, String _)
            when action == Action.PULL -> List.of(AccessQuestion.of(Action.PUSH, name));
            default -> List.of(AccessQuestion.of(action, route.name()));
        };
    }

    /** Adds a question for each tag that a push sets besides the one of its path. */
    private static List<AccessQuestion> withTags(
            AccessQuestion first, Action action, RepositoryName name, QueryParameters query) {
        List<String> tags = action == Action.PUSH ? query.values("tag") : List.of();
        if (tags.isEmpty()) {
            return List.of(first);
        }
        List<AccessQuestion> all = new ArrayList<>(List.of(first));
        // Texts that are no tags, and too many of them, are refused by the endpoint.
        tags.stream()
                .distinct()
                .limit(MAX_TAGS)
                .flatMap(tag -> Tag.tryParse(tag).stream())
                .forEach(tag -> all.add(AccessQuestion.of(action, name, tag)));
        return all;
    }

    private static RequiredScopes withSource(RequiredScopes scopes, QueryParameters query) {
        return query.last("from")
                .flatMap(RepositoryName::tryParse)
                .map(scopes::withMountFrom)
                .orElse(scopes);
    }
}
