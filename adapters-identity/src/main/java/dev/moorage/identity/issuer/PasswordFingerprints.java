package dev.moorage.identity.issuer;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Fingerprints of stored passwords. A token holds the one of the password that it was issued for, and ends when the password
 * file has another hash. A fingerprint reveals nothing about the hash, and is the same on every replica.
 */
public final class PasswordFingerprints {
    private static final int BYTES = 16;

    private final IssuerKeys keys;

    public PasswordFingerprints(IssuerKeys keys) {
        this.keys = keys;
    }

    /**
     * Computes the fingerprint of a user's password.
     *
     * @param hash the hash as it is stored
     */
    public String of(String user, String hash) {
        return of(keys.fingerprints().getFirst(), user, hash);
    }

    /**
     * Whether a fingerprint is that of a user's password. Fingerprints that were made with any of the secrets are accepted, so that
     * tokens are valid while a secret is replaced.
     *
     * @param hash the hash as it is stored
     */
    public boolean matches(String fingerprint, String user, String hash) {
        byte[] claimed = fingerprint.getBytes(StandardCharsets.UTF_8);
        boolean matches = false;
        for (SecretKey key : keys.fingerprints()) {
            matches |= MessageDigest.isEqual(claimed, of(key, user, hash).getBytes(StandardCharsets.US_ASCII));
        }
        return matches;
    }

    private static String of(SecretKey key, String user, String hash) {
        try {
            Mac mac = Mac.getInstance(IssuerKeys.MAC_ALGORITHM);
            mac.init(key);
            mac.update(user.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            byte[] code = mac.doFinal(hash.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(code, BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks " + IssuerKeys.MAC_ALGORITHM, e);
        }
    }
}
