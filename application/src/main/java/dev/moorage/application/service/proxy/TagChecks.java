package dev.moorage.application.service.proxy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * What an upstream has said lately about references: which tags were asked for, and what is missing. Clients that ask for the same
 * reference at the same time share one question.
 */
final class TagChecks {
    private static final int MOST = 100_000;

    private final Cache<Key, Duration> valid;
    private final Cache<Key, Duration> missing;
    private final Map<Key, CompletableFuture<Object>> asking = new ConcurrentHashMap<>();

    /** A reference of a repository. */
    record Key(RepositoryName repository, Reference reference) {
        Key {
            Objects.requireNonNull(repository);
            Objects.requireNonNull(reference);
        }
    }

    /** Asks the upstream. */
    interface Question<T> {
        T ask() throws IOException;
    }

    TagChecks(Ticker ticker) {
        this.valid = cache(ticker);
        this.missing = cache(ticker);
    }

    private static Cache<Key, Duration> cache(Ticker ticker) {
        return Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfter(Expiry.writing((Key _, Duration life) -> life))
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** Returns whether the upstream has confirmed a reference lately. */
    boolean isValid(Key key) {
        return valid.getIfPresent(key) != null;
    }

    /** Returns whether the upstream has lately said that it does not have what a reference names. */
    boolean isMissing(Key key) {
        return missing.getIfPresent(key) != null;
    }

    void confirm(Key key, Duration life) {
        missing.invalidate(key);
        if (life.isPositive()) {
            valid.put(key, life);
        }
    }

    void miss(Key key, Duration life) {
        valid.invalidate(key);
        if (life.isPositive()) {
            missing.put(key, life);
        }
    }

    /** Asks a question, or waits for the answer to the same question of another thread. */
    @SuppressWarnings("unchecked")
    <T> T share(Key key, Question<T> question) throws IOException {
        CompletableFuture<Object> mine = new CompletableFuture<>();
        CompletableFuture<Object> first = asking.putIfAbsent(key, mine);
        if (first != null) {
            return (T) await(first);
        }
        try {
            T answer = question.ask();
            mine.complete(answer);
            return answer;
        } catch (IOException | RuntimeException e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            asking.remove(key, mine);
            mine.cancel(false); // After an error of Java, those that wait must not wait for ever.
        }
    }

    private static Object await(CompletableFuture<Object> answer) throws IOException {
        try {
            return answer.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (CancellationException e) {
            throw new IOException("another request could not ask", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }
}
