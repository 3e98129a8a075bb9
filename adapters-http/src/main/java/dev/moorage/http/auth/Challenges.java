package dev.moorage.http.auth;

import dev.moorage.application.port.in.access.AccessResult;
import dev.moorage.domain.access.RequiredScopes;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;

/**
 * The value of {@code WWW-Authenticate} of a 401 response. Each has one challenge: a client with several takes the one that it
 * should not. Credentials of each scheme are accepted whatever the challenge is.
 */
public sealed interface Challenges {
    /**
     * Returns the challenge for a request.
     *
     * @param reason why the request is refused
     * @param scopes what a token must hold
     */
    String of(HttpServletRequest request, AccessResult.Reason reason, RequiredScopes scopes);

    /** Returns the challenge of the endpoint that issues tokens for passwords. */
    Basic ofPasswords();

    /**
     * A challenge for a password: RFC 7617.
     *
     * @param realm the name that a client displays when it asks its user for a password
     */
    record Basic(String realm) implements Challenges {
        public Basic {
            realm = withoutQuotes(realm);
        }

        @Override
        public String of(HttpServletRequest request, AccessResult.Reason reason, RequiredScopes scopes) {
            return "Basic realm=\"" + realm + "\"";
        }

        @Override
        public Basic ofPasswords() {
            return this;
        }
    }

    /**
     * A challenge for a token, as in Distribution's token specification. No blank follows a comma, since some clients would read
     * it as part of a name.
     *
     * @param realm where a client gets a token
     * @param service the name of the registry, which is the audience of its tokens
     */
    record Bearer(TokenRealm realm, String service) implements Challenges {
        public Bearer {
            Objects.requireNonNull(realm);
            service = withoutQuotes(service);
        }

        @Override
        public String of(HttpServletRequest request, AccessResult.Reason reason, RequiredScopes scopes) {
            return "Bearer realm=\"" + withoutQuotes(realm.of(request)) + "\",service=\"" + service + "\""
                    + (scopes.scopes().isEmpty() ? "" : ",scope=\"" + scopes + "\"")
                    + switch (reason) {
                        case MISSING, REJECTED -> "";
                        case INVALID_TOKEN -> ",error=\"invalid_token\"";
                        case INSUFFICIENT_SCOPE -> ",error=\"insufficient_scope\"";
                    };
        }

        @Override
        public Basic ofPasswords() {
            return new Basic(service);
        }
    }

    private static String withoutQuotes(String text) {
        return text.replace("\\", "").replace("\"", "");
    }
}
