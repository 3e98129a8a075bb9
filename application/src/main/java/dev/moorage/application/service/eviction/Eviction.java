package dev.moorage.application.service.eviction;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.layout.RepositoryKey;
import dev.moorage.application.service.eviction.CachedRepository.Root;
import dev.moorage.application.service.eviction.Unlinking.Choice;
import dev.moorage.application.service.eviction.Unlinking.Counts;
import dev.moorage.application.service.retention.pulls.PullRecords;
import dev.moorage.application.service.retention.pulls.PullTimes;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.domain.cached.CacheLimits;
import dev.moorage.domain.cached.CacheLimits.OfUpstream;
import dev.moorage.domain.cached.LastUse;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import dev.moorage.storage.spi.object.ObjectInfo;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Unlinks content of upstreams that was not used for its life, and then what was not used for the longest time, until the rest is not larger
 * than its size allows. What is pinned stays. The bytes are left to the collector of garbage.
 */
public final class Eviction {
    private static final Logger LOG = LoggerFactory.getLogger(Eviction.class);

    /** What was fetched within this time stays, as clients may be about to ask for the rest of it. */
    private static final Duration YOUNG = Duration.ofHours(1);

    private final CacheLimits limits;
    private final ComputePool computing;

    /** @param computing parses large manifests */
    public Eviction(CacheLimits limits, ComputePool computing) {
        this.limits = limits;
        this.computing = computing;
    }

    /** Returns whether content leaves a repository because of its use, so that a collector leaves it alone. */
    public boolean concerns(RepositoryName name) {
        return limits.limits(name);
    }

    /** Returns whether there is anything to do. */
    public boolean isOn() {
        return limits.areAny();
    }

    /**
     * Unlinks what is not needed any longer.
     *
     * @param now by the store's clock
     * @param parallel how many manifests are read simultaneously
     * @param visited called with each repository that is read
     * @throws IOException storage failed, or pins or records of pulls cannot be read
     */
    public void evict(StorageDriver storage, Instant now, int parallel, Consumer<RepositoryName> visited)
            throws IOException {
        PullRecords records = new PullRecords(storage);
        records.fold(now);
        PullTimes pulls = records.read(now);
        new Pass(
                        storage,
                        new CachedRepositories(storage, pulls, parallel, computing),
                        new Pins(storage).read(),
                        now,
                        pulls.since(),
                        visited)
                .run();
    }

    /** One pass over the repositories, in which all decisions are of one moment. */
    private final class Pass {
        private final StorageDriver storage;
        private final CachedRepositories repositories;
        private final Pins.All pins;
        private final Instant now;
        private final Optional<LocalDate> known;
        private final Consumer<RepositoryName> visited;
        private final Instant young;
        private final Unlinking unlinking;
        private final CachedSize size = new CachedSize();
        private Counts unlinked = Counts.NONE;

        Pass(
                StorageDriver storage,
                CachedRepositories repositories,
                Pins.All pins,
                Instant now,
                Optional<LocalDate> known,
                Consumer<RepositoryName> visited) {
            this.storage = storage;
            this.repositories = repositories;
            this.pins = pins;
            this.now = now;
            this.known = known;
            this.visited = visited;
            this.young = now.minus(YOUNG);
            this.unlinking = new Unlinking(storage, repositories, young);
        }

        void run() throws IOException {
            repositories.forEach(limits, name -> {
                visited.accept(name);
                OfUpstream upstream = limits.of(name).orElseThrow();
                CachedRepository repository = repositories.read(name);
                boolean counts = limits.size().isPresent() && upstream.counts();
                if (upstream.life().isPresent()) {
                    Counts gone = unlinking.unlink(
                            repository,
                            of(
                                    name,
                                    root -> root.use().isOver(upstream.life().get(), now, known),
                                    fetched -> new LastUse(fetched, Optional.empty())
                                            .isOver(upstream.life().get(), now, known)));
                    unlinked = unlinked.plus(gone);
                    repository = counts && !gone.equals(Counts.NONE) ? repositories.again(repository) : repository;
                }
                if (counts) {
                    measure(repository);
                }
            });
            if (limits.size().isPresent()) {
                reduce(limits.size());
            }
            if (!unlinked.equals(Counts.NONE)) {
                LOG.atInfo()
                        .addKeyValue("tags", unlinked.tags())
                        .addKeyValue("manifests", unlinked.manifests())
                        .addKeyValue("layers", unlinked.layers())
                        .log("Content of upstreams was unlinked, and its bytes go with the next collection");
            }
        }

        private void measure(CachedRepository repository) throws IOException {
            Set<Digest> named = new HashSet<>();
            for (Root root : repository.roots()) {
                size.add(repository, root, pins.keep(repository.name(), root.tag(), root.digest()));
            }
            repository.manifests().keySet().forEach(digest -> named.addAll(repository.named(digest)));
            ObjectWalk.recursive(storage, RegistryKeys.layers(repository.name()))
                    .forEach(entry -> {
                        if (RepositoryKey.parse(entry.key()).orElse(null)
                                        instanceof RepositoryKey.Layer(var _, Digest digest)
                                && !named.contains(digest)) {
                            Optional<Instant> fetched =
                                    storage.stat(entry.key()).map(ObjectInfo::lastModified);
                            fetched.ifPresent(time -> size.add(digest, time));
                        }
                    });
        }

        /** Unlinks what was not used for the longest time. */
        private void reduce(OptionalLong most) throws IOException {
            CachedSize.Bytes bytes = size.bytes(storage);
            Optional<Integer> last = bytes.lastToGo(most.orElseThrow());
            if (last.isEmpty()) {
                return;
            }
            int bucket = last.get();
            repositories.forEach(limits, name -> {
                if (limits.of(name).orElseThrow().counts()) {
                    visited.accept(name);
                    unlinked = unlinked.plus(unlinking.unlink(
                            repositories.read(name),
                            of(
                                    name,
                                    root -> CachedSize.bucket(root) <= bucket,
                                    fetched -> CachedSize.bucket(fetched) <= bucket)));
                }
            });
            LOG.atInfo()
                    .addKeyValue("bytes", bytes.total())
                    .addKeyValue("size", most.orElseThrow())
                    .log("Content of upstreams was larger than proxy.size");
        }

        /**
         * @param isOver whether a tag or manifest was not used lately enough
         * @param isLooseOver the same of a layer that no manifest names, by the time of its fetch
         */
        private Choice of(RepositoryName name, Predicate<Root> isOver, Predicate<Instant> isLooseOver) {
            return new Choice() {
                @Override
                public boolean goes(Root root) {
                    return root.use().fetched().isBefore(young)
                            && isOver.test(root)
                            && !pins.keep(name, root.tag(), root.digest());
                }

                @Override
                public boolean goesLoose(Instant fetched) {
                    return isLooseOver.test(fetched);
                }
            };
        }
    }
}
