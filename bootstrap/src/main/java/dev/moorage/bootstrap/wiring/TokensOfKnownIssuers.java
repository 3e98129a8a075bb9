package dev.moorage.bootstrap.wiring;

import dev.moorage.application.port.out.identity.IssuedToken;
import dev.moorage.application.port.out.identity.TokenIssuer;
import dev.moorage.application.port.out.identity.TokenRequest;
import dev.moorage.application.port.out.identity.TokenVerification;
import dev.moorage.application.port.out.identity.TokenVerifier;
import dev.moorage.application.port.out.identity.VerifiedToken;
import dev.moorage.domain.access.IdentityProvider;
import dev.moorage.domain.access.Subject;
import dev.moorage.identity.issuer.PasswordFingerprints;
import dev.moorage.identity.issuer.RegistryTokens;
import java.util.Map;
import java.util.Optional;

/**
 * The registry's own tokens, without those of users whose provider is no longer configured, or of users of an OpenID Connect issuer
 * that is configured in another way than when the token was issued: with other claims that are required, for example. The users
 * of the password file and of the directory have fingerprints of their own.
 *
 * @param fingerprints make a fingerprint of the settings of an issuer, which its users' tokens hold
 * @param providers the issuers of {@code auth.oidc} with their settings, the directory and the client certificates without, as far
 *     as they are configured
 */
record TokensOfKnownIssuers(
        RegistryTokens tokens, PasswordFingerprints fingerprints, Map<IdentityProvider, Optional<String>> providers)
        implements TokenVerifier, TokenIssuer {
    TokensOfKnownIssuers {
        providers = Map.copyOf(providers);
    }

    @Override
    public IssuedToken issue(TokenRequest request) {
        Optional<String> settings = settings(request.subject());
        return tokens.issue(
                settings.isEmpty()
                        ? request
                        : new TokenRequest(
                                request.subject(),
                                request.cap(),
                                settings.map(text ->
                                        fingerprints.of(request.subject().toString(), text)),
                                request.life()));
    }

    @Override
    public TokenVerification verify(String token) {
        return switch (tokens.verify(token)) {
            case TokenVerification.Valid(VerifiedToken valid) when !isKnown(valid.subject()) -> unknown();
            case TokenVerification.Expired(VerifiedToken expired) when !isKnown(expired.subject()) -> unknown();
            case TokenVerification.Valid(VerifiedToken valid)
            when settings(valid.subject()).isPresent() ->
                isOfSettings(valid) ? new TokenVerification.Valid(withoutFingerprint(valid)) : changed();
            case TokenVerification.Expired(VerifiedToken expired)
            when settings(expired.subject()).isPresent() ->
                isOfSettings(expired) ? new TokenVerification.Expired(withoutFingerprint(expired)) : changed();
            case TokenVerification other -> other;
        };
    }

    private static TokenVerification unknown() {
        return new TokenVerification.Invalid("the issuer of the token's user is not configured");
    }

    private static TokenVerification changed() {
        return new TokenVerification.Invalid("the issuer of the token's user is configured in another way since");
    }

    private boolean isKnown(Subject subject) {
        return !(subject instanceof Subject.User user)
                || user.provider().equals(IdentityProvider.PASSWORD_FILE)
                || providers.containsKey(user.provider());
    }

    private Optional<String> settings(Subject subject) {
        return subject instanceof Subject.User user
                ? providers.getOrDefault(user.provider(), Optional.empty())
                : Optional.empty();
    }

    private boolean isOfSettings(VerifiedToken token) {
        return token.fingerprint().isPresent()
                && fingerprints.matches(
                        token.fingerprint().get(),
                        token.subject().toString(),
                        settings(token.subject()).orElseThrow());
    }

    /** Returns a token without the fingerprint, which is compared here. */
    private static VerifiedToken withoutFingerprint(VerifiedToken token) {
        return new VerifiedToken(token.subject(), token.id(), token.cap(), token.expires(), Optional.empty());
    }
}
