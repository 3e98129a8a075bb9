package dev.moorage.identity.issuer;

import dev.moorage.application.port.out.identity.IssuedToken;
import dev.moorage.application.port.out.identity.TokenIssuer;
import dev.moorage.application.port.out.identity.TokenRequest;
import dev.moorage.application.port.out.identity.TokenVerification;
import dev.moorage.application.port.out.identity.TokenVerifier;
import dev.moorage.application.port.out.identity.VerifiedToken;
import dev.moorage.identity.jwt.Claims;
import dev.moorage.identity.jwt.KnownTokens;
import dev.moorage.identity.jwt.MalformedTokenException;
import dev.moorage.identity.jwt.StrictJson;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import tools.jackson.databind.node.ObjectNode;

/**
 * The registry's own tokens: HS256 (RFC 7518) with a key of {@link IssuerKeys}, and nothing stored. Every replica with the same
 * secret verifies them. The header of all tokens is the same text and is compared as such, so a token cannot choose an
 * algorithm or a key. The code is verified before a byte of the claims is parsed.
 */
public final class RegistryTokens implements TokenIssuer, TokenVerifier {
    private static final String HEADER =
            base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.US_ASCII)) + ".";
    private static final int ID_BYTES = 12;

    private final IssuerKeys keys;
    private final RegistryTokenClaims format;
    private final InstantSource clock;
    private final KnownTokens<VerifiedToken> known = new KnownTokens<>();
    private final SecureRandom random = new SecureRandom();

    /**
     * @param service the name of the registry in its challenges. A token for another name is not accepted, if registries share a
     *     secret
     */
    public RegistryTokens(IssuerKeys keys, String service, InstantSource clock) {
        this.keys = keys;
        this.format = new RegistryTokenClaims(service);
        this.clock = clock;
    }

    @Override
    public IssuedToken issue(TokenRequest request) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        Instant now = clock.instant();
        ObjectNode claims = format.write(request, base64(id), now);
        String input = HEADER + base64(claims.toString().getBytes(StandardCharsets.UTF_8));
        return new IssuedToken(input + "." + base64(code(keys.signing(), input)), base64(id), request.life());
    }

    @Override
    public TokenVerification verify(String token) {
        if (token.length() > MAX_TOKEN || !token.startsWith(HEADER)) {
            return new TokenVerification.Foreign();
        }
        Optional<VerifiedToken> before = known.find(token);
        return before.isPresent() ? at(clock.instant(), before.get()) : verifyAnew(token);
    }

    private static TokenVerification at(Instant now, VerifiedToken token) {
        return now.isBefore(token.expires())
                ? new TokenVerification.Valid(token)
                : new TokenVerification.Expired(token);
    }

    private TokenVerification verifyAnew(String token) {
        int last = token.lastIndexOf('.');
        if (last <= HEADER.length() || !isSigned(token.substring(0, last), token.substring(last + 1))) {
            // An OIDC issuer's token can have the same header in theory, but never this code.
            return new TokenVerification.Invalid("the token is not signed with http.secret");
        }
        try {
            Optional<VerifiedToken> verified = format.verified(claims(token.substring(HEADER.length(), last)));
            if (verified.isEmpty()) {
                return new TokenVerification.Invalid("the token is not for this service");
            }
            known.add(token, verified.get());
            return at(clock.instant(), verified.get());
        } catch (MalformedTokenException e) {
            return new TokenVerification.Invalid(String.valueOf(e.getMessage()));
        }
    }

    private boolean isSigned(String input, String signature) {
        Optional<byte[]> sent = decoded(signature);
        boolean signed = false;
        for (SecretKey key : keys.verifying()) {
            signed |= sent.isPresent() && MessageDigest.isEqual(code(key, input), sent.get());
        }
        return signed;
    }

    private static Claims claims(String part) throws MalformedTokenException {
        return new Claims(decoded(part)
                .flatMap(StrictJson::object)
                .orElseThrow(() -> new MalformedTokenException("the claims are no JSON object")));
    }

    private static Optional<byte[]> decoded(String part) {
        try {
            return Optional.of(Base64.getUrlDecoder().decode(part));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] code(SecretKey key, String input) {
        try {
            Mac mac = Mac.getInstance(IssuerKeys.MAC_ALGORITHM);
            mac.init(key);
            return mac.doFinal(input.getBytes(StandardCharsets.ISO_8859_1));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks " + IssuerKeys.MAC_ALGORITHM, e);
        }
    }
}
