package dev.moorage.identity.htpasswd;

import dev.moorage.identity.login.ProcessKey;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;

/**
 * Caches the results of password checks. A success is kept until others evict it. A failure is kept for a minute, since a
 * client with an old password sends it again and again. Failures never evict successes.
 */
final class RememberedLogins {
    private static final int MAX_RIGHT = 1024;
    private static final int MAX_WRONG = 10_000;
    private static final Duration WRONG_LIFE = Duration.ofMinutes(1);

    private final Cache<String, Boolean> right;
    private final Cache<String, Boolean> wrong;

    RememberedLogins(Ticker ticker) {
        this.right = Caffeine.newBuilder()
                .maximumSize(MAX_RIGHT)
                .executor(Runnable::run)
                .build();
        this.wrong = Caffeine.newBuilder()
                .maximumSize(MAX_WRONG)
                .expireAfterWrite(WRONG_LIFE)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /**
     * @param login see {@link ProcessKey#ofLogin}
     * @return whether the password is right, or empty when that is not known
     */
    Optional<Boolean> find(String login) {
        if (right.getIfPresent(login) != null) {
            return Optional.of(true);
        }
        return wrong.getIfPresent(login) == null ? Optional.empty() : Optional.of(false);
    }

    void add(String login, boolean isRight) {
        (isRight ? right : wrong).put(login, true);
    }
}
