package dev.moorage.http.auth;

import dev.moorage.application.port.in.access.AccessResult;
import dev.moorage.domain.access.Decision;
import dev.moorage.domain.access.RequiredScopes;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryError;
import dev.moorage.http.exchange.Exchange;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Sends the responses to requests that may not begin. */
final class AccessResponses {
    /** The header of the requests of the page. */
    private static final String PAGE = "Moorage-Page";

    private final Challenges challenges;
    private final Challenges ofPage;

    /** @param ofPage the challenges of requests of the page */
    AccessResponses(Challenges challenges, Challenges ofPage) {
        this.challenges = challenges;
        this.ofPage = ofPage;
    }

    /**
     * Responds to a request that may not begin.
     *
     * @param result anything but {@link AccessResult.Granted}
     * @param scopes the scopes of the challenge, computed for a 401 alone
     */
    void refuse(HttpServletRequest request, Exchange exchange, AccessResult result, Supplier<RequiredScopes> scopes)
            throws IOException {
        switch (result) {
            case AccessResult.Granted _ -> throw new IllegalArgumentException("the request was granted");
            case AccessResult.Unauthenticated(AccessResult.Reason reason) -> {
                RequiredScopes needed = scopes.get();
                Challenges asked = exchange.requestHeader(PAGE).isPresent() ? ofPage : challenges;
                exchange.header("WWW-Authenticate", asked.of(request, reason, needed))
                        .unauthorized(needed);
            }
            case AccessResult.Forbidden(var _, Decision decision) ->
                exchange.error(
                        403, List.of(RegistryError.of(ErrorCode.DENIED).about("reason", decision.shortReason())));
            case AccessResult.Throttled(Duration after) ->
                retryAfter(exchange, after)
                        .error(429, ErrorCode.TOOMANYREQUESTS, "too many logins from this address have failed");
            case AccessResult.Unavailable(Duration after) ->
                retryAfter(exchange, after).error(503, ErrorCode.UNAVAILABLE, "logins cannot be checked now");
        }
    }

    private static Exchange retryAfter(Exchange exchange, Duration after) {
        return exchange.header(
                "Retry-After",
                Long.toString(Math.max(1, after.plusNanos(999_999_999).toSeconds())));
    }
}
