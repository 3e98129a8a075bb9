package dev.moorage.identity.ldap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Results of checks, for a time. Of a password only an HMAC is kept, with a key that exists only as long as the process. Wrong
 * passwords are remembered too: a client with an old one sends it again and again, and the directory would lock the account. They
 * never evict right ones.
 */
final class RememberedPasswords {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int MAX = 10_000;

    private final SecretKeySpec key;
    private final Cache<String, LdapUser> right;
    private final Cache<String, Boolean> wrong;

    RememberedPasswords(Duration life, Ticker ticker) {
        byte[] secret = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(secret);
        this.key = new SecretKeySpec(secret, ALGORITHM);
        this.right = cache(life, ticker);
        this.wrong = cache(life, ticker);
    }

    private static <T> Cache<String, T> cache(Duration life, Ticker ticker) {
        return Caffeine.newBuilder()
                .maximumSize(MAX)
                .expireAfterWrite(life)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** Returns a text that stands for a name and a password. */
    String id(String user, String password) {
        byte[] name = user.getBytes(StandardCharsets.UTF_8);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(name.length).flip());
            mac.update(name);
            return Base64.getEncoder().encodeToString(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks " + ALGORITHM, e);
        }
    }

    /** Returns the user of a password that was right. */
    Optional<LdapUser> right(String id) {
        return Optional.ofNullable(right.getIfPresent(id));
    }

    /** Returns whether a password was wrong. */
    boolean isWrong(String id) {
        return wrong.getIfPresent(id) != null;
    }

    void add(String id, Optional<LdapUser> user) {
        if (user.isPresent()) {
            right.put(id, user.get());
        } else {
            wrong.put(id, true);
        }
    }
}
