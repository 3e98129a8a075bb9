package dev.moorage.identity.jwt;

import java.util.List;

/** The closed lists of algorithms (RFC 7518, RFC 8037) of which a configuration may choose. */
public final class SignatureAlgorithms {
    /** Those of public keys. */
    public static final List<String> OF_PUBLIC_KEYS =
            List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

    /** Those of Distribution's {@code signingalgorithms}. Shared secrets verify only with keys that are such secrets. */
    public static final List<String> OF_DISTRIBUTION = List.of(
            "EdDSA", "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384",
            "PS512");

    private SignatureAlgorithms() {}
}
