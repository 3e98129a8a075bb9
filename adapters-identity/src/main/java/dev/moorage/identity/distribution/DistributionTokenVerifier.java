package dev.moorage.identity.distribution;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64;
import dev.moorage.application.port.out.identity.TokenVerification;
import dev.moorage.application.port.out.identity.TokenVerifier;
import dev.moorage.application.port.out.identity.VerifiedToken;
import dev.moorage.domain.access.IdentityProvider;
import dev.moorage.domain.access.Subject;
import dev.moorage.identity.jwt.CertificateChains;
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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the tokens of a token server as Distribution does ({@code registry/auth/token} of it).
 *
 * <ol>
 *   <li>{@code iss} is the issuer's, or the token is foreign. The algorithm is one of the configured.
 *   <li>The key is, in this order: that of the header's {@code x5c}, whose chain leads to {@code rootcertbundle}. That of its
 *       {@code jwk}, by such a chain, or else by the {@code kid} of it. That of its {@code kid}. A key of the header is never
 *       used itself, unless by its chain. A chain that fails is not followed by another attempt.
 *   <li>The signature is that of the key.
 *   <li>One of {@code aud} is the service. {@code nbf} and {@code exp} are kept within a minute.
 * </ol>
 */
public final class DistributionTokenVerifier implements TokenVerifier {
    private final DistributionTokenSettings settings;
    private final Refreshing<TrustedKeys> keys;
    private final InstantSource clock;
    private final KnownTokens<Signed> known = new KnownTokens<>();

    /** @param keys the keys with one of which the token is signed. A token is verified again when they are others */
    private record Signed(Claims claims, TrustedKeys keys) {}

    public DistributionTokenVerifier(
            DistributionTokenSettings settings, Refreshing<TrustedKeys> keys, InstantSource clock) {
        this.settings = settings;
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
        if (!parsed.claims().text("iss").equals(Optional.of(settings.issuer()))) {
            return new TokenVerification.Foreign();
        }
        if (!settings.algorithms().contains(parsed.algorithm())) {
            return invalid("the algorithm is not one of signingalgorithms");
        }
        Optional<Found> key = key(parsed.header());
        if (key.isEmpty()) {
            return invalid("no trusted key is the one that the token names");
        }
        if (!key.get().key().signed(parsed)) {
            return invalid("the signature is wrong");
        }
        key.get().keys().ifPresent(all -> known.add(token, new Signed(parsed.claims(), all)));
        return verifyClaims(parsed.claims());
    }

    /**
     * The key of a token.
     *
     * @param keys the keys that it is one of. Empty for the key of a chain, whose certificates may end at any time
     */
    private record Found(TrustedKey key, Optional<TrustedKeys> keys) {}

    private Optional<Found> key(JWSHeader header) throws KeysUnavailableException {
        List<Base64> chain = header.getX509CertChain();
        if (chain != null) {
            return keyOfChain(chain);
        }
        JWK jwk = header.getJWK();
        if (jwk != null) {
            return jwk.getX509CertChain() == null ? keyOfId(jwk.getKeyID()) : keyOfChain(jwk.getX509CertChain());
        }
        return keyOfId(header.getKeyID());
    }

    private Optional<Found> keyOfChain(List<Base64> chain) throws KeysUnavailableException {
        return CertificateChains.verify(chain, keys.current().roots(), clock.instant())
                .map(key -> new Found(new TrustedKey(key, Optional.empty()), Optional.empty()));
    }

    private Optional<Found> keyOfId(@Nullable String id) throws KeysUnavailableException {
        if (id == null) {
            return Optional.empty();
        }
        Optional<Found> current = find(keys.current(), id);
        return current.isPresent() ? current : find(keys.refreshed(), id);
    }

    private static Optional<Found> find(TrustedKeys keys, String id) {
        return keys.find(id).map(key -> new Found(key, Optional.of(keys)));
    }

    private TokenVerification verifyClaims(Claims claims) throws MalformedTokenException {
        if (!claims.texts("aud").contains(settings.service())) {
            return invalid("the token is not for this service");
        }
        Instant now = clock.instant();
        if (claims.isEarly(now)) {
            return invalid("the token is not valid yet");
        }
        VerifiedToken token = new VerifiedToken(
                subject(claims),
                claims.text("jti").orElse(""),
                Optional.of(AccessClaim.read(claims)),
                claims.expires(),
                Optional.empty());
        return claims.isExpired(now) ? new TokenVerification.Expired(token) : new TokenVerification.Valid(token);
    }

    private static Subject subject(Claims claims) throws MalformedTokenException {
        String name = claims.text("sub").orElse("");
        try {
            return name.isEmpty() ? Subject.ANONYMOUS : IdentityProvider.TOKEN_SERVER.user(name, List.of());
        } catch (IllegalArgumentException _) {
            throw new MalformedTokenException("the subject of the token is not a user's name");
        }
    }

    private static TokenVerification invalid(String reason) {
        return new TokenVerification.Invalid(reason);
    }
}
