package dev.moorage.http.auth;

import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.port.in.access.AccessResult;
import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.access.Credentials;
import dev.moorage.application.port.in.access.IssueTokenResult;
import dev.moorage.application.port.in.access.RequestOrigin;
import dev.moorage.application.port.out.event.EventKind;
import dev.moorage.application.port.out.event.RequestEvent;
import dev.moorage.application.port.out.event.RequestEvent.Asked;
import dev.moorage.application.port.out.event.RequestEvent.Content;
import dev.moorage.application.port.out.event.RequestEvent.Reason;
import dev.moorage.domain.access.Decision;
import dev.moorage.domain.access.Subject;
import dev.moorage.http.exchange.ServedContent;
import dev.moorage.http.log.RequestContext;
import dev.moorage.http.route.Route;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the events of requests that change nothing: logins, tokens, lists, pulls, and what was denied. The services make those of
 * uploads and changes, with the origin that this class gives to callers. Requests that failed for another reason than access make
 * no event.
 */
public final class RequestEvents {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY = 429;
    private static final int REDIRECT = 307;

    private final RegistryEvents events;
    private final Optional<RequestTraffic> traffic;
    private final boolean wantsRequests;
    private final boolean wantsAny;

    public RequestEvents(HttpAccess access) {
        this.events = access.events();
        this.traffic = RequestTraffic.ifWanted(events);
        this.wantsAny = Arrays.stream(EventKind.values()).anyMatch(events::wants);
        this.wantsRequests = events.wants(EventKind.LOGGED_IN)
                || events.wants(EventKind.TOKEN_ISSUED)
                || events.wants(EventKind.NAMES_LISTED)
                || events.wants(EventKind.PULLED)
                || events.wants(EventKind.DENIED);
    }

    /** Returns the caller with the origin of its request, where a service may report what the request does. */
    public Caller withOrigin(Caller caller, HttpServletRequest request, Route route) {
        boolean isRead =
                request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        return wantsAny && (!isRead || route instanceof Route.Upload)
                ? new RequestCaller(caller, origin(request))
                : caller;
    }

    private static RequestOrigin origin(HttpServletRequest request) {
        return new RequestOrigin(
                RequestContext.CURRENT.isBound() ? RequestContext.CURRENT.get().id() : "",
                String.valueOf(request.getRemoteAddr()),
                host(request),
                request.getMethod(),
                Optional.ofNullable(request.getHeader("User-Agent")));
    }

    private static String host(HttpServletRequest request) {
        int own = request.isSecure() ? 443 : 80;
        int port = request.getServerPort();
        return port == own || port <= 0 ? request.getServerName() : request.getServerName() + ":" + port;
    }

    /** Reports that a request has begun, and notes its endpoint. */
    public void begun(RequestTrace trace, Route route) {
        trace.routed(route);
        if (traffic.isPresent()) {
            traffic.get().begun(route);
        }
    }

    /**
     * Reports a request that has ended.
     *
     * @param status the status as the access log has it
     * @param served the content of the response
     * @param received the bytes of the body that were read
     * @param sent the bytes of the response's body that were sent
     * @param nanos the duration of the request
     */
    public void ended(
            HttpServletRequest request,
            RequestTrace trace,
            int status,
            ServedContent served,
            long received,
            long sent,
            long nanos) {
        if (traffic.isPresent()) {
            traffic.get().served(trace, request.getMethod(), status, received, sent, nanos);
        }
        report(request, trace, status, served);
    }

    private void report(HttpServletRequest request, RequestTrace trace, int status, ServedContent served) {
        Optional<Route> route = trace.route();
        if (!wantsRequests || route.isEmpty() || trace.access().isEmpty()) {
            return;
        }
        Optional<RequestTarget> target = RequestTarget.of(request.getMethod(), route.get(), served.digest());
        if (target.isEmpty()) {
            return;
        }
        Optional<Reason> denied = denied(trace, status);
        if (denied.isPresent()) {
            denied(request, trace, status, denied.get(), target.get().withTags(request.getQueryString()));
        } else if (status >= 200 && status < 400) {
            succeeded(request, trace, status, served, target.get());
        }
    }

    /** Returns why a request was denied: before it began, or when its right was asked for again. */
    private static Optional<Reason> denied(RequestTrace trace, int status) {
        AccessResult result = trace.token().isPresent()
                        && trace.token().get() instanceof IssueTokenResult.Refused(AccessResult refused)
                ? refused
                : trace.access().orElseThrow();
        return switch (result) {
            case AccessResult.Granted _
            when status == UNAUTHORIZED
                    || status == FORBIDDEN
                    || trace.refusedBy().isPresent() -> Optional.of(Reason.RIGHTS);
            case AccessResult.Granted _ when status == TOO_MANY -> Optional.of(Reason.RATE);
            case AccessResult.Granted _ -> Optional.empty();
            case AccessResult.Forbidden _ -> Optional.of(Reason.RIGHTS);
            case AccessResult.Throttled _ -> Optional.of(Reason.RATE);
            case AccessResult.Unavailable _ -> Optional.of(Reason.UNAVAILABLE);
            case AccessResult.Unauthenticated(AccessResult.Reason reason) ->
                Optional.of(reason == AccessResult.Reason.MISSING ? Reason.NO_CREDENTIALS : Reason.CREDENTIALS);
        };
    }

    private void denied(
            HttpServletRequest request, RequestTrace trace, int status, Reason reason, RequestTarget target) {
        if (events.wants(EventKind.DENIED)) {
            @Nullable AccessResult result = trace.access().orElse(null);
            Optional<Decision> decision = result instanceof AccessResult.Forbidden forbidden
                    ? Optional.of(forbidden.decision())
                    : trace.refusedBy().map(rule -> new Decision.Denied(Optional.of(rule.denial()), List.of()));
            boolean accepted = trace.caller().isPresent() && trace.token().isEmpty();
            events.report(new RequestEvent.Denied(
                    caller(request, trace),
                    status,
                    target.asked(),
                    reason,
                    accepted ? Optional.empty() : claimed(request),
                    target.target(),
                    decision));
        }
    }

    private void succeeded(
            HttpServletRequest request, RequestTrace trace, int status, ServedContent served, RequestTarget target) {
        if (target.asked() == Asked.TOKEN) {
            issued(request, trace, status);
        } else if (target.asked() == Asked.LOGIN) {
            // A registry without users lets every probe pass.
            if (trace.user().isPresent() && events.wants(EventKind.LOGGED_IN)) {
                events.report(new RequestEvent.LoggedIn(caller(request, trace), status));
            }
        } else if (target.target().isEmpty() || target.target().get().content() == Content.NAMES) {
            if (events.wants(EventKind.NAMES_LISTED)) {
                events.report(new RequestEvent.NamesListed(caller(request, trace), status, target.target()));
            }
        } else if (isPull(trace, target) && events.wants(EventKind.PULLED)) {
            events.report(new RequestEvent.Pulled(
                    caller(request, trace),
                    status,
                    target.target().get(),
                    served.mediaType(),
                    served.size(),
                    request.getMethod().equals("HEAD"),
                    status == REDIRECT));
        }
    }

    private static boolean isPull(RequestTrace trace, RequestTarget target) {
        return target.asked() == Asked.PULL && !(trace.route().orElseThrow() instanceof Route.Upload);
    }

    private void issued(HttpServletRequest request, RequestTrace trace, int status) {
        if (events.wants(EventKind.TOKEN_ISSUED)
                && trace.token().isPresent()
                && trace.token().get() instanceof IssueTokenResult.Issued issued) {
            Subject subject = issued.subject();
            events.report(new RequestEvent.TokenIssued(caller(request, trace), status, subject, issued.id()));
        }
    }

    private static Caller caller(HttpServletRequest request, RequestTrace trace) {
        return new RequestCaller(trace.caller().orElse(UnknownCaller.INSTANCE), origin(request));
    }

    private static Optional<String> claimed(HttpServletRequest request) {
        return RequestCredentials.ofHeaders(request.getHeaders("Authorization"))
                        instanceof Credentials.Password(String user, String _)
                ? Optional.of(user)
                : Optional.empty();
    }
}
