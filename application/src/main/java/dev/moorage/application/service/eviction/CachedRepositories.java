package dev.moorage.application.service.eviction;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.layout.RepositoryKey;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.service.eviction.CachedRepository.Manifest;
import dev.moorage.application.service.eviction.CachedRepository.Named;
import dev.moorage.application.service.manifest.ManifestStore;
import dev.moorage.application.service.manifest.StoredBytes;
import dev.moorage.application.service.manifest.parse.ManifestObserver;
import dev.moorage.application.service.manifest.parse.StoredManifest;
import dev.moorage.application.service.repository.Catalog;
import dev.moorage.application.service.retention.pulls.PullTimes;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.application.storage.ParallelWork;
import dev.moorage.domain.cached.CacheLimits;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.manifest.ContentReference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the repositories whose content comes from upstreams, one at a time. */
final class CachedRepositories {
    private static final int PAGE = 1000;
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final StorageDriver storage;
    private final Links links;
    private final ManifestStore manifests;
    private final PullTimes pulls;
    private final int parallel;

    /**
     * @param pulls when clients have pulled tags and manifests
     * @param parallel how many manifests are read simultaneously
     * @param computing parses large manifests
     */
    CachedRepositories(StorageDriver storage, PullTimes pulls, int parallel, ComputePool computing) {
        this.storage = storage;
        this.links = new Links(storage);
        this.manifests = new ManifestStore(
                storage, links, new MemoryBudget(Runtime.getRuntime().maxMemory() / 8, PATIENCE, PATIENCE), computing);
        this.pulls = pulls;
        this.parallel = parallel;
    }

    /** Receives the names of repositories. */
    interface Visitor {
        void visit(RepositoryName name) throws IOException;
    }

    /** Visits the repositories whose content comes from an upstream, in the order of their names. */
    void forEach(CacheLimits limits, Visitor visitor) throws IOException {
        Catalog catalog = Catalog.withContent(storage);
        String last = "";
        List<RepositoryName> names;
        do {
            names = catalog.namesAfter(last, PAGE);
            for (RepositoryName name : names) {
                if (limits.of(name).isPresent()) {
                    visitor.visit(name);
                }
                last = name.value();
            }
        } while (names.size() == PAGE);
    }

    /** Reads the tags and manifests of a repository. */
    CachedRepository read(RepositoryName name) throws IOException {
        return read(name, Map.of());
    }

    /** Reads a repository again, and those of its manifests that were not read before. */
    CachedRepository again(CachedRepository before) throws IOException {
        return read(before.name(), before.manifests());
    }

    private CachedRepository read(RepositoryName name, Map<Digest, Manifest> known) throws IOException {
        Map<Tag, Named> tags = new HashMap<>();
        Map<Digest, Manifest> found = new HashMap<>();
        List<RepositoryKey.TagIndex> history = new ArrayList<>();
        ObjectWalk.recursive(storage, RegistryKeys.manifests(name)).forEachPage(page -> {
            List<RepositoryKey> unread = new ArrayList<>();
            page.entries().forEach(entry -> {
                switch (RepositoryKey.parse(entry.key()).orElse(null)) {
                    case RepositoryKey.Revision(var _, Digest digest)
                    when known.containsKey(digest) -> found.put(digest, known.get(digest));
                    case RepositoryKey.Revision revision -> unread.add(revision);
                    case RepositoryKey.TagCurrent tag -> unread.add(tag);
                    case RepositoryKey.TagIndex former -> history.add(former);
                    case null, default -> {
                        // Nothing of it decides.
                    }
                }
            });
            ParallelWork.forEach(unread, parallel, key -> {
                Optional<Links.Stored> link = links.inspect(key.key());
                Optional<Digest> target = link.flatMap(Links.Stored::target);
                if (target.isEmpty()) {
                    return; // Deleted after it was listed, or without content. The next fetch writes it again.
                }
                if (key instanceof RepositoryKey.TagCurrent(var _, Tag tag)) {
                    synchronized (tags) {
                        tags.put(tag, new Named(target.get(), link.get().written()));
                    }
                } else if (key instanceof RepositoryKey.Revision(var _, Digest digest)) {
                    Manifest manifest = manifest(target.get(), link.get());
                    synchronized (found) {
                        found.put(digest, manifest);
                    }
                }
            });
            return true;
        });
        return new CachedRepository(name, tags, found, history, reference -> pulls.last(name, reference));
    }

    /** Reads a manifest. One whose bytes are gone or damaged names nothing, and is fetched again. */
    private Manifest manifest(Digest bytes, Links.Stored link) throws IOException {
        List<ContentReference> content = new ArrayList<>();
        Optional<Digest> subject = Optional.empty();
        Optional<StoredBytes> found = manifests.readUndamaged(bytes);
        if (found.isPresent()) {
            try (StoredBytes stored = found.get()) {
                StoredManifest manifest = stored.parse(new ManifestObserver() {
                    @Override
                    public void reference(ContentReference reference) {
                        content.add(reference);
                    }
                });
                subject = manifest.subject();
            }
        }
        return new Manifest(link.written(), content, subject);
    }
}
