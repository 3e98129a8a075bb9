package dev.moorage.identity.ldap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.moorage.application.port.out.identity.LoginAttempt;
import dev.moorage.identity.login.ProcessKey;
import java.time.Duration;
import java.util.Optional;

/**
 * Results of checks, for a time. Of a password only an HMAC is kept, with a key that exists only as long as the process. Wrong
 * passwords are remembered too: a client with an old one sends it again and again, and the directory would lock the account. They
 * never evict right ones.
 */
final class RememberedPasswords {
    private static final int MAX = 10_000;

    private final ProcessKey key = new ProcessKey();
    private final Cache<String, LdapUser> right;
    private final Cache<String, Boolean> wrong;

    RememberedPasswords(Duration life, Ticker ticker) {
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
    String id(LoginAttempt login) {
        return key.ofLogin(login);
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
