package dev.moorage.application.service.eviction;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.layout.RepositoryKey;
import dev.moorage.application.layout.StoreClock;
import dev.moorage.application.port.in.maintenance.CachedImage;
import dev.moorage.application.port.in.maintenance.ManageCache;
import dev.moorage.application.service.eviction.CachedRepository.Root;
import dev.moorage.application.service.eviction.Unlinking.Choice;
import dev.moorage.application.service.eviction.Unlinking.Counts;
import dev.moorage.application.service.retention.pulls.PullRecords;
import dev.moorage.application.service.retention.pulls.PullTimes;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.domain.cached.CacheLimits;
import dev.moorage.domain.cached.Pin;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.manifest.ContentReference;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Shows and changes what is kept of upstreams, with the rules of {@link Eviction}. */
public final class ManageCacheService implements ManageCache {
    private static final int PARALLEL = 8;

    private final StorageDriver storage;
    private final CacheLimits limits;
    private final StoreClock clock;
    private final Pins pins;
    private final ComputePool computing;

    /**
     * @param limits say which repositories have an upstream
     * @param computing parses large manifests
     */
    public ManageCacheService(StorageDriver storage, CacheLimits limits, InstantSource clock, ComputePool computing) {
        this.computing = computing;
        this.storage = storage;
        this.limits = limits;
        this.clock = new StoreClock(storage, clock, false);
        this.pins = new Pins(storage);
    }

    @Override
    public void list(Optional<RepositoryName> only, Consumer<CachedImage> images) throws IOException {
        Instant now = clock.now();
        PullRecords records = new PullRecords(storage);
        PullTimes pulls = only.isPresent() ? records.read(now, only.get()) : records.read(now);
        CachedRepositories repositories = new CachedRepositories(storage, pulls, PARALLEL, computing);
        Pins.All pinned = pins.read();
        if (only.isEmpty()) {
            repositories.forEach(limits, name -> list(repositories.read(name), pinned, images));
        } else if (limits.of(only.get()).isPresent()) {
            list(repositories.read(only.get()), pinned, images);
        }
    }

    private void list(CachedRepository repository, Pins.All pinned, Consumer<CachedImage> images) throws IOException {
        RepositoryName name = repository.name();
        Set<Digest> linked = new HashSet<>();
        ObjectWalk.recursive(storage, RegistryKeys.layers(name)).forEach(entry -> {
            if (RepositoryKey.parse(entry.key()).orElse(null) instanceof RepositoryKey.Layer(var _, Digest digest)) {
                linked.add(digest);
            }
        });
        for (Root root : repository.roots()) {
            images.accept(new CachedImage(
                    name,
                    root.tag(),
                    root.digest(),
                    bytes(repository, root.digest(), linked),
                    root.use().fetched(),
                    root.use().pulled(),
                    pinned.keep(name, root.tag(), root.digest())));
        }
    }

    /** Returns the size of those layers and configs that are linked. */
    private static long bytes(CachedRepository repository, Digest root, Set<Digest> linked) {
        Set<Digest> counted = new HashSet<>();
        long bytes = 0;
        for (Digest digest : repository.closure(List.of(root))) {
            CachedRepository.Manifest manifest = repository.manifests().get(digest);
            if (manifest != null) {
                for (ContentReference content : manifest.content()) {
                    if (linked.contains(content.digest()) && counted.add(content.digest())) {
                        bytes += Math.max(0, content.size().orElse(0));
                    }
                }
            }
        }
        return bytes;
    }

    @Override
    public Forgotten forget(RepositoryName repository, Optional<Reference> reference) throws IOException {
        if (limits.of(repository).isEmpty()) {
            return forgotten(Outcome.UNKNOWN, Counts.NONE);
        }
        CachedRepositories repositories = new CachedRepositories(storage, PullTimes.NONE, PARALLEL, computing);
        CachedRepository content = repositories.read(repository);
        Pins.All pinned = pins.read();
        List<Root> named = content.roots().stream()
                .filter(root -> isNamed(root, reference))
                .toList();
        if (named.isEmpty() && reference.isPresent()) {
            return forgotten(Outcome.UNKNOWN, Counts.NONE);
        }
        if (!named.isEmpty() && named.stream().allMatch(root -> pinned.keep(repository, root.tag(), root.digest()))) {
            return forgotten(Outcome.PINNED, Counts.NONE);
        }
        Unlinking unlinking = new Unlinking(storage, repositories, clock.now().plus(Duration.ofDays(1)));
        Counts counts = unlinking.unlink(content, new Choice() {
            @Override
            public boolean goes(Root root) {
                return isNamed(root, reference) && !pinned.keep(repository, root.tag(), root.digest());
            }

            @Override
            public boolean goesLoose(Instant fetched) {
                return reference.isEmpty();
            }
        });
        return forgotten(counts.equals(Counts.NONE) ? Outcome.UNKNOWN : Outcome.FORGOTTEN, counts);
    }

    private static Forgotten forgotten(Outcome outcome, Counts counts) {
        return new Forgotten(outcome, counts.tags(), counts.manifests(), counts.layers());
    }

    private static boolean isNamed(Root root, Optional<Reference> reference) {
        return switch (reference.orElse(null)) {
            case null -> true;
            case Reference.ByTag(var tag) -> root.tag().equals(Optional.of(tag));
            case Reference.ByDigest(Digest digest) -> root.digest().equals(digest);
        };
    }

    @Override
    public List<Pin> pins() throws IOException {
        return pins.read().pins();
    }

    @Override
    public boolean pin(Pin pin) throws IOException {
        return pins.add(pin);
    }

    @Override
    public boolean unpin(Pin pin) throws IOException {
        return pins.remove(pin);
    }
}
