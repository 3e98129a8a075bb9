package dev.moorage.application.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import com.github.benmanes.caffeine.cache.Weigher;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Caches values of a repository by digest for a short time. Absence is never cached. A value is loaded under its key's lock.
 * A deletion drops the entry after it has deleted the content, and so waits for a load that may still have seen the content.
 */
final class RepositoryCache<V> {
    private final Cache<Content, V> values;
    private final CacheObserver observer;

    /** The key of an entry: a repository and a digest. */
    private record Content(RepositoryName repository, Digest digest) {}

    /** Loads the value of an entry that is missing. */
    interface Loader<V> {
        V load() throws IOException;
    }

    /** Computes how much of the cache's limit a value uses. */
    interface Weight<V> {
        int of(V value);
    }

    /**
     * @param room the maximum total weight of all values
     * @param life how long a value may be out of date after another process has changed the storage
     */
    RepositoryCache(long room, Weight<V> weight, Duration life, Ticker ticker, CacheObserver observer) {
        this.observer = observer;
        Weigher<Content, V> weigher = (_, value) -> weight.of(value);
        this.values = Caffeine.newBuilder()
                .maximumWeight(room)
                .weigher(weigher)
                .expireAfterWrite(life)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    V get(RepositoryName repository, Digest digest, Loader<V> loader) throws IOException {
        Content content = new Content(repository, digest);
        @Nullable V there = values.getIfPresent(content);
        if (there != null) {
            observer.hit();
            return there;
        }
        observer.missed();
        try {
            return values.get(content, _ -> load(loader));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static <V> V load(Loader<V> loader) {
        try {
            return loader.load();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<V> known(RepositoryName repository, Digest digest) {
        return Optional.ofNullable(values.getIfPresent(new Content(repository, digest)));
    }

    void forget(RepositoryName repository, Digest digest) {
        values.invalidate(new Content(repository, digest));
    }
}
