package dev.moorage.http.auth;

import dev.moorage.application.port.in.access.AccessResult;
import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.access.IssueTokenResult;
import dev.moorage.application.port.in.access.WriteOnceException;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.access.WriteOnceRule;
import dev.moorage.http.route.Route;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of one request, step by step, for what is logged at its end. It is confined to the request's thread. */
public final class RequestTrace {
    private Optional<Route> route = Optional.empty();
    private Optional<AccessResult> access = Optional.empty();
    private Optional<IssueTokenResult> token = Optional.empty();
    private Optional<WriteOnceRule> refusedBy = Optional.empty();

    /** Notes the endpoint. */
    public void routed(Route found) {
        route = Optional.of(found);
    }

    /** Notes whether the request may begin. */
    public void decided(AccessResult result) {
        access = Optional.of(result);
    }

    /** Notes the rule that refused a request after it had begun. */
    public void refused(WriteOnceException refusal) {
        refusedBy = Optional.of(refusal.rule());
    }

    /** Notes whether a token was issued. */
    public void issued(IssueTokenResult result) {
        token = Optional.of(result);
    }

    /** Returns the endpoint. It is empty for a path that cannot be read. */
    public Optional<Route> route() {
        return route;
    }

    Optional<AccessResult> access() {
        return access;
    }

    Optional<WriteOnceRule> refusedBy() {
        return refusedBy;
    }

    Optional<IssueTokenResult> token() {
        return token;
    }

    /** Returns the authenticated or anonymous caller. It is empty for a request whose credentials were not accepted. */
    Optional<Caller> caller() {
        // No switch: each switch over types makes a class at the start, which the cache of classes cannot hold.
        @Nullable AccessResult result = access.orElse(null);
        if (result instanceof AccessResult.Granted granted) {
            return Optional.of(granted.caller());
        }
        return result instanceof AccessResult.Forbidden forbidden ? Optional.of(forbidden.caller()) : Optional.empty();
    }

    /** Returns the name that the access log gives the caller. It is empty for a caller without credentials. */
    public Optional<String> user() {
        return caller().map(Caller::subject)
                .filter(Subject.User.class::isInstance)
                .map(Subject::toString);
    }
}
