package dev.moorage.application.service.repository;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.storage.ParallelWork;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ListOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Knows which repositories have tags. It costs a listing for each, and is remembered for a minute. */
final class TaggedRepositories {
    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final int MAX_REMEMBERED = 10_000;

    private final StorageDriver storage;
    private final Cache<RepositoryName, Boolean> known;

    TaggedRepositories(StorageDriver storage, LongSupplier nanoTime) {
        this.storage = storage;
        this.known = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterWrite(REMEMBERED)
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    /** Returns those of some repositories that have no tag. */
    Set<RepositoryName> without(Collection<RepositoryName> names) throws IOException {
        Set<RepositoryName> empty = ConcurrentHashMap.newKeySet();
        ParallelWork.forEach(List.copyOf(names), name -> {
            if (!hasTags(name)) {
                empty.add(name);
            }
        });
        return empty;
    }

    private boolean hasTags(RepositoryName name) throws IOException {
        Boolean remembered = known.getIfPresent(name);
        if (remembered != null) {
            return remembered;
        }
        boolean has = !storage.list(RegistryKeys.tags(name), ListOptions.recursive(1))
                .entries()
                .isEmpty();
        known.put(name, has);
        return has;
    }
}
