package dev.moorage.http.auth;

import dev.moorage.application.port.in.access.AccessCommand;
import dev.moorage.application.port.in.access.AccessResult;
import dev.moorage.application.port.in.access.Authorize;
import dev.moorage.application.port.in.upload.UploadOwner;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.http.exchange.ClientConnection;
import dev.moorage.http.exchange.Exchange;
import dev.moorage.http.route.Route;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;

/** Asks for each request whether it may begin, before the request reaches storage and before its body is read. */
public final class AccessGate {
    private static final AccessResult FREE = new AccessResult.Granted(UnknownCaller.INSTANCE);

    private final Authorize authorize;
    private final RequestCredentials credentials;
    private final AccessResponses responses;
    private final UploadOwner owners;
    private final ClientConnection connection;

    /** @param owners finds the callers that uploads were given to */
    public AccessGate(HttpAccess access, UploadOwner owners, ClientConnection connection) {
        this.authorize = access.authorize();
        this.credentials = new RequestCredentials(access.certificates());
        this.responses = new AccessResponses(access.challenges(), ofPage(access));
        this.owners = owners;
        this.connection = connection;
    }

    /** A browser asks its user for a password, and knows no tokens. A registry that issues tokens takes passwords too. */
    private static Challenges ofPage(HttpAccess access) {
        return access.tokens().isPresent() ? access.challenges().ofPasswords() : access.challenges();
    }

    /** Decides about a request. If it may not begin, the response is sent here. */
    public AccessResult admit(HttpServletRequest request, Exchange exchange, Route route) throws IOException {
        Optional<RequestedAccess> requested = RequestedAccess.of(request.getMethod(), route, exchange.query());
        if (requested.isEmpty()) {
            return FREE;
        }
        RequestedAccess access = requested.get();
        AccessResult result = authorize.authorize(new AccessCommand(
                credentials.of(request),
                exchange.remoteAddress(),
                connection.presence(request),
                access.need(),
                access.otherwise(),
                () -> uploadOf(exchange, route)));
        if (!(result instanceof AccessResult.Granted)) {
            responses.refuse(request, exchange, result, access.challenge());
        }
        return result;
    }

    /**
     * Responds with a challenge to an anonymous caller that may no longer do what it has begun, since a login may help it. Returns
     * false for other callers, to which nothing is sent.
     */
    public boolean challengeAnonymous(HttpServletRequest request, Exchange exchange, Route route) throws IOException {
        Optional<RequestedAccess> requested = RequestedAccess.of(request.getMethod(), route, exchange.query());
        if (requested.isEmpty() || !(exchange.caller().subject() instanceof Subject.Anonymous)) {
            return false;
        }
        AccessResult missing = new AccessResult.Unauthenticated(AccessResult.Reason.MISSING);
        responses.refuse(request, exchange, missing, requested.get().challenge());
        return true;
    }

    /** Returns the caller that the upload of a request was given to, if the request continues an upload. */
    private Optional<String> uploadOf(Exchange exchange, Route route) {
        if (!(route instanceof Route.Upload upload) || exchange.method().equals("DELETE")) {
            return Optional.empty();
        }
        Optional<UploadId> id = UploadId.tryParse(upload.id());
        return exchange.query()
                .last("_state")
                .flatMap(state -> id.flatMap(parsed -> owners.owner(upload.name(), parsed, state)));
    }
}
