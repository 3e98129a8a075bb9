package dev.moorage.identity.issuer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Fingerprints of stored passwords. A token holds the one of the password that it was issued for, and ends when the password
 * file has another hash. A fingerprint reveals nothing about the hash, and is the same on every replica.
 */
public final class PasswordFingerprints {
    private static final int BYTES = 16;
    private static final int MAX_KNOWN = 4096;

    private final IssuerKeys keys;
    private final Cache<Stored, List<String>> known =
            Caffeine.newBuilder().maximumSize(MAX_KNOWN).executor(Runnable::run).build();

    private record Stored(String user, String hash) {}

    public PasswordFingerprints(IssuerKeys keys) {
        this.keys = keys;
    }

    /**
     * Computes the fingerprint of a user's password.
     *
     * @param hash the hash as it is stored
     */
    public String of(String user, String hash) {
        return all(user, hash).getFirst();
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
        for (String right : all(user, hash)) {
            matches |= MessageDigest.isEqual(claimed, right.getBytes(StandardCharsets.US_ASCII));
        }
        return matches;
    }

    /** Returns the fingerprints with each of the secrets. They are asked for with each request that has a token. */
    private List<String> all(String user, String hash) {
        return known.get(
                new Stored(user, hash),
                stored -> keys.fingerprints().stream()
                        .map(key -> of(key, stored.user(), stored.hash()))
                        .toList());
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
