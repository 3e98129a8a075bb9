package dev.moorage.bootstrap.wiring;

import dev.moorage.application.port.out.identity.TokenVerification;
import dev.moorage.application.port.out.identity.TokenVerifier;
import dev.moorage.application.port.out.identity.VerifiedToken;
import dev.moorage.domain.access.IdentityProvider;
import dev.moorage.domain.access.Subject;
import java.util.Set;

/**
 * The registry's own tokens, without those of users whose provider is no longer configured. The users of the password file have
 * fingerprints, which end their tokens.
 *
 * @param providers the issuers of {@code auth.oidc}, the directory and the client certificates, as far as they are configured
 */
record TokensOfKnownIssuers(TokenVerifier tokens, Set<IdentityProvider> providers) implements TokenVerifier {
    TokensOfKnownIssuers {
        providers = Set.copyOf(providers);
    }

    @Override
    public TokenVerification verify(String token) {
        TokenVerification verification = tokens.verify(token);
        boolean known = switch (verification) {
            case TokenVerification.Valid(VerifiedToken valid) -> isKnown(valid.subject());
            case TokenVerification.Expired(VerifiedToken expired) -> isKnown(expired.subject());
            default -> true;
        };
        return known ? verification : new TokenVerification.Invalid("the issuer of the token's user is not configured");
    }

    private boolean isKnown(Subject subject) {
        return switch (subject) {
            case Subject.Anonymous _ -> true;
            case Subject.User user ->
                user.provider().equals(IdentityProvider.PASSWORD_FILE) || providers.contains(user.provider());
        };
    }
}
