package dev.moorage.application.service.upload;

import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets that upload tokens are signed with. The first signs, all verify, so that a new one can be put first on one
 * replica after the other without a push that breaks.
 */
public final class TokenSecrets {
    /** The fewest bytes of a secret: as many as HMAC-SHA256 has. */
    public static final int MIN_BYTES = 32;

    static final String MAC_ALGORITHM = "HmacSHA256";

    private final List<SecretKey> keys;

    /**
     * @param secrets at least one, each of {@link #MIN_BYTES} or more
     */
    public TokenSecrets(List<byte[]> secrets) {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("there is no secret to sign upload tokens with");
        }
        this.keys = secrets.stream().map(TokenSecrets::key).toList();
    }

    private static SecretKey key(byte[] secret) {
        if (secret.length < MIN_BYTES) {
            throw new IllegalArgumentException("a secret has less than " + MIN_BYTES + " bytes");
        }
        return new SecretKeySpec(secret, MAC_ALGORITHM);
    }

    SecretKey signing() {
        return keys.getFirst();
    }

    List<SecretKey> verifying() {
        return keys;
    }
}
