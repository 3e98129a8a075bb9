package dev.moorage.http.auth;

import dev.moorage.application.port.out.audit.AuditEvent.Content;
import dev.moorage.application.port.out.audit.AuditEvent.Kind;
import dev.moorage.application.port.out.audit.AuditEvent.Target;
import dev.moorage.domain.access.Action;
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
record AuditedRequest(Kind kind, Optional<Target> target) {
    private static final int CREATED = 201;

    /** Returns what is reported of a request, or empty for one that is not reported, such as an upload in progress. */
    static Optional<AuditedRequest> of(String method, Route route, Optional<String> digest) {
        return switch (route) {
            case Route.Root _, Route.Livez _, Route.Readyz _, Route.None _ -> Optional.empty();
            case Route.Base _ -> Optional.of(new AuditedRequest(Kind.LOGIN, Optional.empty()));
            case Route.Token _ -> Optional.of(new AuditedRequest(Kind.TOKEN, Optional.empty()));
            case Route.Catalog _ -> Optional.of(new AuditedRequest(Kind.LIST, Optional.empty()));
            case Route.OfRepository content ->
                Optional.of(new AuditedRequest(kind(method), Optional.of(target(content, digest))));
        };
    }

    private static Kind kind(String method) {
        return switch (method) {
            case "GET", "HEAD" -> Kind.PULL;
            case "DELETE" -> Kind.DELETE;
            default -> Kind.PUSH;
        };
    }

    private static Target target(Route.OfRepository route, Optional<String> digest) {
        Optional<Digest> answered = digest.flatMap(Digest::tryParse);
        return switch (route) {
            case Route.Manifests(var name, Reference.ByTag(Tag tag)) ->
                new Target(Content.MANIFEST, name, List.of(tag), answered);
            case Route.Manifests(var name, Reference.ByDigest(Digest named)) ->
                new Target(Content.MANIFEST, name, List.of(), Optional.of(named));
            case Route.Blobs(var name, Digest named) -> new Target(Content.BLOB, name, List.of(), Optional.of(named));
            case Route.Uploads(var name) -> new Target(Content.BLOB, name, List.of(), answered);
            case Route.Upload(var name, var _) -> new Target(Content.BLOB, name, List.of(), answered);
            case Route.Tags(var name) -> new Target(Content.NAMES, name, List.of(), Optional.empty());
            case Route.Referrers(var name, Digest named) ->
                new Target(Content.NAMES, name, List.of(), Optional.of(named));
        };
    }

    /** Adds the tags that the query of a push sets. */
    AuditedRequest withTags(@Nullable String query) {
        if (kind != Kind.PUSH
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
        return new AuditedRequest(
                kind, Optional.of(new Target(named.content(), named.repository(), tags, named.digest())));
    }

    /**
     * Returns whether a request that was allowed has done what is reported. One that asks whether content exists has not, and
     * neither has one about an upload in progress.
     */
    static boolean isDone(String method, Route route, int status) {
        boolean succeeded = status >= 200 && status < 400;
        return switch (kind(method)) {
            case PUSH -> status == CREATED || succeeded && !(route instanceof Route.OfRepository);
            case DELETE -> succeeded && !(route instanceof Route.Upload);
            default -> succeeded && !method.equals("HEAD") && !(route instanceof Route.Upload);
        };
    }

    /** Returns the action that the rules were asked about. */
    Optional<Action> action() {
        return switch (kind) {
            case PULL -> Optional.of(Action.PULL);
            case PUSH -> Optional.of(Action.PUSH);
            case DELETE -> Optional.of(Action.DELETE);
            case LOGIN, TOKEN, LIST -> Optional.empty();
        };
    }
}
