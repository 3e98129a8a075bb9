package dev.moorage.http.auth;

import dev.moorage.application.port.in.access.AccessResult;
import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.access.Credentials;
import dev.moorage.application.port.in.access.IssueTokenResult;
import dev.moorage.application.port.out.audit.AuditEvent;
import dev.moorage.application.port.out.audit.AuditEvent.Client;
import dev.moorage.application.port.out.audit.AuditEvent.Kind;
import dev.moorage.application.port.out.audit.AuditTrail;
import dev.moorage.domain.access.AccessQuestion;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.access.Decision;
import dev.moorage.domain.access.Subject;
import dev.moorage.http.route.Route;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reports finished requests to the audit trail: logins, tokens, pulls, pushes, deletes, and what was refused. A 401 that asks a
 * client without credentials for them is a part of each login and is not reported. Neither are logins that were not checked, since
 * the failed ones before them were reported, and requests that failed for another reason than access.
 */
public final class RequestAudit {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final AuditTrail trail;

    public RequestAudit(HttpAccess access) {
        this.trail = access.audit();
    }

    /**
     * Reports a request, if it is one of those that are reported.
     *
     * @param status the status as the access log has it
     * @param digest {@code Docker-Content-Digest} of the response
     */
    public void ended(HttpServletRequest request, RequestTrace trace, int status, Optional<String> digest) {
        Optional<Route> route = trace.route();
        if (trail.equals(AuditTrail.NONE) || route.isEmpty() || isUneventful(trace)) {
            return;
        }
        boolean allowed = isAllowed(trace)
                && status != UNAUTHORIZED
                && status != FORBIDDEN
                && trace.refusedBy().isEmpty();
        Optional<AuditedRequest> audited = AuditedRequest.of(request.getMethod(), route.get(), digest);
        if (audited.isEmpty() || allowed && !AuditedRequest.isDone(request.getMethod(), route.get(), status)) {
            return;
        }
        AuditedRequest what = audited.get().withTags(request.getQueryString());
        if (what.kind() == Kind.LOGIN && allowed && trace.user().isEmpty()) {
            return; // A registry without users lets every probe pass.
        }
        trail.record(new AuditEvent(
                what.kind(), client(request, trace), what.target(), allowed, status, decision(trace, what, allowed)));
    }

    private static boolean isUneventful(RequestTrace trace) {
        AccessResult result = trace.token().isPresent()
                        && trace.token().get() instanceof IssueTokenResult.Refused(AccessResult refused)
                ? refused
                : trace.access().orElse(new AccessResult.Unauthenticated(AccessResult.Reason.MISSING));
        return switch (result) {
            case AccessResult.Unauthenticated(AccessResult.Reason reason) -> reason == AccessResult.Reason.MISSING;
            case AccessResult.Throttled _, AccessResult.Unavailable _ -> true;
            case AccessResult.Granted _, AccessResult.Forbidden _ -> false;
        };
    }

    private static boolean isAllowed(RequestTrace trace) {
        return trace.access().orElseThrow() instanceof AccessResult.Granted
                && trace.token().map(IssueTokenResult.Issued.class::isInstance).orElse(true);
    }

    private static Client client(HttpServletRequest request, RequestTrace trace) {
        Subject subject = trace.caller().map(Caller::subject).orElse(Subject.ANONYMOUS);
        String tokenId = trace.caller().map(Caller::tokenId).orElse("");
        boolean accepted = trace.caller().isPresent();
        if (trace.token().isPresent()) {
            accepted = trace.token().get() instanceof IssueTokenResult.Issued;
            if (trace.token().get() instanceof IssueTokenResult.Issued issued) {
                subject = issued.subject();
                tokenId = issued.id();
            }
        }
        return new Client(
                subject,
                accepted ? Optional.empty() : claimed(request),
                tokenId,
                request.getRemoteAddr(),
                Optional.ofNullable(request.getHeader("User-Agent")));
    }

    private static Optional<String> claimed(HttpServletRequest request) {
        return AuthorizationHeaders.read(request.getHeaders("Authorization"))
                        instanceof Credentials.Password(String user, String _)
                ? Optional.of(user)
                : Optional.empty();
    }

    /** Returns the decision about a request. One that was refused after it had begun has a rule if a
     * write-once tag is the reason. */
    private static Supplier<Optional<Decision>> decision(RequestTrace trace, AuditedRequest what, boolean allowed) {
        if (trace.access().orElseThrow() instanceof AccessResult.Forbidden(var _, Decision decision)) {
            return () -> Optional.of(decision);
        }
        if (!allowed) {
            return () -> trace.refusedBy().map(rule -> new Decision.Denied(Optional.of(rule.denial()), List.of()));
        }
        Optional<Action> action = what.action();
        return () -> trace.caller()
                .flatMap(caller -> what.target()
                        .flatMap(target -> action.map(asked -> caller.decide(new AccessQuestion(
                                asked,
                                Optional.of(target.repository()),
                                target.tags().stream().findFirst())))));
    }
}
