package dev.moorage.application.service.upload;

import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets that upload tokens are signed with. The first signs, all verify, so that a new one can be put first on one
 * replica after the other without a push that breaks.
 */
public final class TokenSecrets {
    /** What a secret should have at least, in bytes: as many as HMAC-SHA256 has. A shorter one is taken (docs/adr/0016). */
    public static final int MIN_BYTES = 32;

    static final String MAC_ALGORITHM = "HmacSHA256";

    private final List<SecretKey> keys;

    /**
     * @param secrets at least one, none empty
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
