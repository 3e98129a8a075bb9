package dev.moorage.identity.issuer;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The keys of the registry's own tokens, derived from {@code http.secret} by HKDF (RFC 5869). A key that leaks reveals neither
 * the secret nor the keys of other uses. The first secret signs, and all of them verify.
 */
public final class IssuerKeys {
    static final String MAC_ALGORITHM = "HmacSHA256";

    private static final String TOKENS = "moorage registry tokens, version 1";
    private static final String FINGERPRINTS = "moorage password fingerprints, version 1";
    private static final int KEY_BYTES = 32;

    private final List<SecretKey> tokens;
    private final List<SecretKey> fingerprints;

    /** @param secrets at least one. The first signs */
    public IssuerKeys(List<byte[]> secrets) {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("there is no secret to sign tokens with");
        }
        this.tokens = secrets.stream().map(secret -> derive(secret, TOKENS)).toList();
        this.fingerprints =
                secrets.stream().map(secret -> derive(secret, FINGERPRINTS)).toList();
    }

    private static SecretKey derive(byte[] secret, String label) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            MAC_ALGORITHM,
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(secret)
                                    .thenExpand(label.getBytes(StandardCharsets.US_ASCII), KEY_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks HKDF-SHA256", e);
        }
    }

    SecretKey signing() {
        return tokens.getFirst();
    }

    List<SecretKey> verifying() {
        return tokens;
    }

    /** The first one makes fingerprints. */
    List<SecretKey> fingerprints() {
        return fingerprints;
    }
}
