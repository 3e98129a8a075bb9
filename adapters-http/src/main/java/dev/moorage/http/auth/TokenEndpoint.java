package dev.moorage.http.auth;

import dev.moorage.application.port.in.access.AccessResult;
import dev.moorage.application.port.in.access.Credentials;
import dev.moorage.application.port.in.access.IssueToken;
import dev.moorage.application.port.in.access.IssueTokenCommand;
import dev.moorage.application.port.in.access.IssueTokenResult;
import dev.moorage.domain.access.AccessSet;
import dev.moorage.domain.access.RequiredScopes;
import dev.moorage.domain.access.Scope;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.http.exchange.ClientConnection;
import dev.moorage.http.exchange.Exchange;
import dev.moorage.http.exchange.HttpError;
import dev.moorage.http.exchange.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /v2/token}: Distribution's token specification. GET takes credentials from {@code Authorization}, and POST from a form
 * (OAuth 2, RFC 6749, section 4.3). A response has no {@code issued_at}: clients would compare it with their own clocks.
 */
public final class TokenEndpoint {
    private static final int MAX_FORM = 32 * 1024;

    /** Clients take a shorter life as this one. */
    private static final long LEAST_SECONDS = 60;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final IssueToken tokens;
    private final RequestCredentials credentials;
    private final AccessResponses responses;
    private final ClientConnection connection;

    /** @param access has the challenges of other endpoints, whose name this one takes over */
    public TokenEndpoint(IssueToken tokens, HttpAccess access, ClientConnection connection) {
        this.tokens = tokens;
        this.credentials = new RequestCredentials(access.certificates());
        this.responses = new AccessResponses(
                access.challenges().ofPasswords(), access.challenges().ofPasswords());
        this.connection = connection;
    }

    /** Responds with a token, or with why there is none, and returns which. */
    public IssueTokenResult handle(HttpServletRequest request, Exchange exchange) throws IOException {
        boolean posted = exchange.method().equals("POST");
        QueryParameters parameters = posted ? form(exchange) : exchange.query();
        Credentials sent = posted ? credentials.orCertificate(ofForm(parameters), request) : credentials.of(request);
        IssueTokenCommand command = new IssueTokenCommand(
                sent,
                exchange.remoteAddress(),
                connection.presence(request),
                parameters.formValues("scope").stream()
                        .filter(scope -> !scope.isBlank())
                        .toList());
        exchange.header("Cache-Control", "no-store");
        IssueTokenResult result = tokens.issue(command);
        switch (result) {
            case IssueTokenResult.Issued(var _, String token, String _, AccessSet cap, Duration life) ->
                issued(exchange, token, life, posted ? Optional.of(cap) : Optional.empty());
            case IssueTokenResult.Refused(AccessResult reason) ->
                responses.refuse(request, exchange, reason, () -> RequiredScopes.NONE);
            case IssueTokenResult.TooLong _ ->
                exchange.error(400, ErrorCode.UNSUPPORTED, "the scopes are too many for one token");
        }
        return result;
    }

    private static void issued(Exchange exchange, String token, Duration life, Optional<AccessSet> cap)
            throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("token", token).put("access_token", token);
        root.put("expires_in", Math.max(LEAST_SECONDS, life.toSeconds()));
        cap.ifPresent(held ->
                root.put("scope", held.scopes().stream().map(Scope::toString).collect(Collectors.joining(" "))));
        exchange.json(200, JSON.writeValueAsBytes(root));
    }

    /** The credentials of a form. A client whose grant is not supported asks again with GET. */
    private static Credentials ofForm(QueryParameters form) {
        String grant = lastOf(form.formValues("grant_type"));
        if (!grant.equals("password")) {
            throw new HttpError(400, ErrorCode.UNSUPPORTED, "grant_type is not password");
        }
        return RequestCredentials.ofPassword(lastOf(form.formValues("username")), lastOf(form.formValues("password")));
    }

    private static String lastOf(List<String> values) {
        return values.isEmpty() ? "" : values.getLast();
    }

    private static QueryParameters form(Exchange exchange) throws IOException {
        ByteBuffer form = ByteBuffer.allocate(MAX_FORM + 1);
        while (form.hasRemaining() && exchange.body().read(form) >= 0) {
            // Reads on.
        }
        if (!form.hasRemaining()) {
            throw new HttpError(413, ErrorCode.SIZE_INVALID, "the form is longer than " + MAX_FORM + " bytes");
        }
        return QueryParameters.parse(Optional.of(new String(form.array(), 0, form.position(), StandardCharsets.UTF_8)));
    }
}
