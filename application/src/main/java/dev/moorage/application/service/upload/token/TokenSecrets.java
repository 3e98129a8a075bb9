package dev.moorage.application.service.upload.token;

import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets for signing upload tokens. The first secret signs, and all of them verify. A new secret can therefore be
 * put first on one replica after the other without breaking a push.
 */
public final class TokenSecrets {
    /**
     * The recommended minimum length of a secret in bytes: that of an HMAC-SHA256. A shorter secret is accepted
     * (docs/adr/0016).
     */
    public static final int MIN_BYTES = 32;

    static final String MAC_ALGORITHM = "HmacSHA256";

    private final List<SecretKey> keys;

    /**
     * Creates the secrets.
     *
     * @param secrets at least one, none empty. The first signs
     */
    public TokenSecrets(List<byte[]> secrets) {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("there is no secret to sign upload tokens with");
        }
        this.keys = secrets.stream()
                .<SecretKey>map(secret -> new SecretKeySpec(secret, MAC_ALGORITHM))
                .toList();
    }

    SecretKey signing() {
        return keys.getFirst();
    }

    List<SecretKey> verifying() {
        return keys;
    }
}
