package dev.moorage.identity.oidc;

import dev.moorage.application.port.out.identity.TokenVerification;
import dev.moorage.application.port.out.identity.TokenVerifier;
import dev.moorage.application.port.out.identity.VerifiedToken;
import dev.moorage.domain.access.Subject;
import dev.moorage.identity.jwt.Claims;
import dev.moorage.identity.jwt.KnownTokens;
import dev.moorage.identity.jwt.MalformedTokenException;
import dev.moorage.identity.jwt.SignedToken;
import dev.moorage.identity.jwt.TrustedKey;
import dev.moorage.identity.jwt.TrustedKeys;
import dev.moorage.identity.keys.KeysUnavailableException;
import dev.moorage.identity.keys.Refreshing;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Verifies the tokens of one OpenID Connect issuer.
 *
 * <ol>
 *   <li>{@code iss} is the issuer's, or the token is foreign. Nothing is fetched for a foreign token.
 *   <li>The algorithm is one of public keys. Keys and addresses in the header are ignored.
 *   <li>The signature is that of the issuer's key with the token's {@code kid}. The keys are fetched again, rarely, when there
 *       is none.
 *   <li>One of {@code aud} is configured. {@code exp} is there, and {@code exp}, {@code nbf} and {@code iat} are kept within a
 *       minute.
 *   <li>Each requirement is met.
 * </ol>
 */
public final class OidcTokenVerifier implements TokenVerifier {
    private final OidcIssuer issuer;
    private final Refreshing<TrustedKeys> keys;
    private final InstantSource clock;
    private final KnownTokens<Signed> known = new KnownTokens<>();

    /** @param keys the keys with one of which the token is signed. A token is verified again when they are others */
    private record Signed(Claims claims, TrustedKeys keys) {}

    public OidcTokenVerifier(OidcIssuer issuer, Refreshing<TrustedKeys> keys, InstantSource clock) {
        this.issuer = issuer;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public TokenVerification verify(String token) {
        try {
            Optional<Signed> before = known.find(token);
            return before.isPresent() && isCurrent(before.get())
                    ? verifyClaims(before.get().claims())
                    : verifyAnew(token);
        } catch (MalformedTokenException e) {
            return invalid(String.valueOf(e.getMessage()));
        } catch (KeysUnavailableException e) {
            return new TokenVerification.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    @SuppressWarnings("ReferenceEquality") // Keys that were read again are another object.
    private boolean isCurrent(Signed token) throws KeysUnavailableException {
        return token.keys() == keys.current();
    }

    private TokenVerification verifyAnew(String token) throws MalformedTokenException, KeysUnavailableException {
        SignedToken parsed = SignedToken.parse(token);
        if (!parsed.claims().text("iss").equals(Optional.of(issuer.issuer()))) {
            return new TokenVerification.Foreign();
        }
        if (!issuer.algorithms().contains(parsed.algorithm())) {
            return invalid("the algorithm is not one of algorithms, which are those of public keys");
        }
        Optional<String> id = Optional.ofNullable(parsed.header().getKeyID());
        TrustedKeys now = keys.current();
        Optional<TrustedKey> key = key(now, id);
        if (key.isEmpty()) {
            now = keys.refreshed();
            key = key(now, id);
        }
        if (key.isEmpty()) {
            return invalid("the issuer has no key that the token names");
        }
        if (!key.get().signed(parsed)) {
            return invalid("the signature is wrong");
        }
        known.add(token, new Signed(parsed.claims(), now));
        return verifyClaims(parsed.claims());
    }

    private static Optional<TrustedKey> key(TrustedKeys now, Optional<String> id) {
        return id.isPresent() ? now.find(id.get()) : now.single();
    }

    private TokenVerification verifyClaims(Claims claims) throws MalformedTokenException {
        if (Collections.disjoint(claims.texts("aud"), issuer.audiences())) {
            return invalid("the token is for another audience");
        }
        Instant now = clock.instant();
        if (claims.isEarly(now)
                || claims.time("iat").orElse(Instant.EPOCH).minus(Claims.LEEWAY).isAfter(now)) {
            return invalid("the token is not valid yet");
        }
        for (ClaimRequirement requirement : issuer.require()) {
            if (!requirement.isMet(claims)) {
                return invalid("a required claim is not met: " + requirement);
            }
        }
        VerifiedToken token = new VerifiedToken(
                subject(claims), claims.text("jti").orElse(""), Optional.empty(), claims.expires(), Optional.empty());
        return claims.isExpired(now) ? new TokenVerification.Expired(token) : new TokenVerification.Valid(token);
    }

    private Subject.User subject(Claims claims) throws MalformedTokenException {
        List<String> names = issuer.user().names(claims);
        List<String> groups = issuer.groups().stream()
                .flatMap(template -> template.names(claims).stream())
                .distinct()
                .toList();
        if (names.size() != 1) {
            throw new MalformedTokenException("the claims do not make one user of " + issuer.user());
        }
        try {
            return issuer.provider().user(names.getFirst(), groups);
        } catch (IllegalArgumentException _) {
            throw new MalformedTokenException("the claims do not make the names of a user and its groups");
        }
    }

    private static TokenVerification invalid(String reason) {
        return new TokenVerification.Invalid(reason);
    }
}
