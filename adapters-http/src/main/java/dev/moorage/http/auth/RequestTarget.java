package dev.moorage.http.auth;

import dev.moorage.application.port.out.event.RequestEvent.Asked;
import dev.moorage.application.port.out.event.RequestEvent.Content;
import dev.moorage.application.port.out.event.RequestEvent.Target;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.Tag;
import dev.moorage.http.exchange.QueryParameters;
import dev.moorage.http.route.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request was about, by its method and its route.
 *
 * @param target empty for logins, tokens and the list of repositories
 */
record RequestTarget(Asked asked, Optional<Target> target) {
    /**
     * Returns what a request was about. The result is empty for {@code /} and for paths that are no endpoint.
     *
     * @param digest the digest of the response's content
     */
    static Optional<RequestTarget> of(String method, Route route, Optional<Digest> digest) {
        return switch (route) {
            case Route.Root _,
                    Route.Livez _,
                    Route.Readyz _,
                    Route.Page _,
                    Route.None _,
                    Route.OwnEndpoints _,
                    Route.Extensions _,
                    Route.LiveUploads _,
                    Route.LiveUpload _ -> Optional.empty();
            case Route.Base _, Route.OwnLogin _, Route.OwnVersion _ ->
                Optional.of(new RequestTarget(Asked.LOGIN, Optional.empty()));
            case Route.Token _ -> Optional.of(new RequestTarget(Asked.TOKEN, Optional.empty()));
            case Route.Catalog _, Route.OwnRepositories _, Route.OwnStorage _, Route.OwnTrash _ ->
                Optional.of(new RequestTarget(Asked.LIST, Optional.empty()));
            case Route.OfRepository content ->
                Optional.of(new RequestTarget(asked(method), Optional.of(target(content, digest))));
        };
    }

    private static Asked asked(String method) {
        return switch (method) {
            case "GET", "HEAD" -> Asked.PULL;
            case "DELETE" -> Asked.DELETE;
            default -> Asked.PUSH;
        };
    }

    private static Target target(Route.OfRepository route, Optional<Digest> answered) {
        return switch (route) {
            case Route.Manifests(var name, Reference.ByTag(Tag tag)) ->
                new Target(Content.MANIFEST, name, List.of(tag), answered);
            case Route.Manifests(var name, Reference.ByDigest(Digest named)) ->
                new Target(Content.MANIFEST, name, List.of(), Optional.of(named));
            case Route.Blobs(var name, Digest named) -> new Target(Content.BLOB, name, List.of(), Optional.of(named));
            case Route.Uploads(var name) -> new Target(Content.BLOB, name, List.of(), answered);
            case Route.Upload(var name, var _) -> new Target(Content.BLOB, name, List.of(), answered);
            case Route.OwnContent(var name) -> new Target(Content.NAMES, name, List.of(), Optional.empty());
            case Route.OwnTags(var name) -> new Target(Content.NAMES, name, List.of(), Optional.empty());
            case Route.OwnImage(var name, Reference.ByTag(Tag tag)) ->
                new Target(Content.NAMES, name, List.of(tag), Optional.empty());
            case Route.OwnImage(var name, Reference.ByDigest(Digest named)) ->
                new Target(Content.NAMES, name, List.of(), Optional.of(named));
            case Route.Tags(var name) -> new Target(Content.NAMES, name, List.of(), Optional.empty());
            case Route.Referrers(var name, Digest named) ->
                new Target(Content.NAMES, name, List.of(), Optional.of(named));
        };
    }

    /** Adds the tags that the query of a push asks for. */
    RequestTarget withTags(@Nullable String query) {
        if (asked != Asked.PUSH
                || query == null
                || target.isEmpty()
                || target.get().content() != Content.MANIFEST) {
            return this;
        }
        Target named = target.get();
        List<Tag> tags = new ArrayList<>(named.tags());
        QueryParameters.parse(Optional.of(query)).values("tag").stream()
                .flatMap(text -> Tag.tryParse(text).stream())
                .forEach(tags::add);
        return new RequestTarget(
                asked, Optional.of(new Target(named.content(), named.repository(), tags, named.digest())));
    }
}
