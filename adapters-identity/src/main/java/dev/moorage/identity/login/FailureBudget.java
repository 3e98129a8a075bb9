package dev.moorage.identity.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/**
 * Limits the failures of each key with a token bucket, which refills over time. Only the time at which a bucket will be full
 * again is stored.
 */
final class FailureBudget {
    private static final int MAX_KEYS = 100_000;

    private final boolean unlimited;
    private final long nanosPerToken;
    private final long nanosToFill;
    private final Ticker ticker;
    private final Cache<String, Long> fullAt;

    FailureBudget(LoginLimits.Rate rate, Ticker ticker) {
        this.unlimited = rate.isUnlimited();
        this.nanosPerToken = rate.per().toNanos() / Math.max(1, rate.count());
        this.nanosToFill = nanosPerToken * rate.count();
        this.ticker = ticker;
        // An entry expires once its bucket must be full again. A key without an entry has a full bucket.
        this.fullAt = Caffeine.newBuilder()
                .maximumSize(MAX_KEYS)
                .expireAfterWrite(rate.per())
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** How long a key has no failure left, or zero when it has one now. */
    Duration exhaustedFor(String key) {
        Long full = unlimited ? null : fullAt.getIfPresent(key);
        if (full == null) {
            return Duration.ZERO;
        }
        return Duration.ofNanos(Math.max(0, full - ticker.read() - (nanosToFill - nanosPerToken)));
    }

    /** Counts a failure. */
    void spend(String key) {
        if (!unlimited) {
            long now = ticker.read();
            var _ = fullAt.asMap().compute(key, (_, full) -> {
                long missing = full == null ? 0 : Math.max(0, full - now);
                return now + Math.min(nanosToFill, missing + nanosPerToken);
            });
        }
    }
}
