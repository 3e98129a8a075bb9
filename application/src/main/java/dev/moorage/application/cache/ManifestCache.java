package dev.moorage.application.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.manifest.DeleteManifest;
import dev.moorage.application.port.in.manifest.GetManifest;
import dev.moorage.application.port.in.manifest.ManifestContent;
import dev.moorage.domain.blob.Descriptor;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Caches verified manifests by their digests. Tags are not cached: each read asks the storage which manifest a tag names,
 * since another process may have moved the tag. Whether the repository still has that manifest is not asked as long as the
 * manifest is in the cache.
 */
public final class ManifestCache {
    /** The approximate size in bytes of an entry in addition to the manifest's bytes. */
    private static final int OVERHEAD = 512;

    private final RepositoryCache<Kept> manifests;
    private final MemoryBudget memory;

    /** A manifest whose bytes are counted against the cache's limit. */
    private record Kept(Descriptor descriptor, ByteBuffer bytes) {}

    /**
     * @param room the maximum number of bytes of all entries
     * @param life how long a manifest is kept
     * @param memory the budget for manifests that are being sent, which can outlive their cache entry
     */
    public ManifestCache(long room, Duration life, MemoryBudget memory, CacheObserver observer) {
        this(room, life, memory, Ticker.systemTicker(), observer);
    }

    ManifestCache(long room, Duration life, MemoryBudget memory, Ticker ticker, CacheObserver observer) {
        this.memory = memory;
        this.manifests = new RepositoryCache<>(
                room, manifest -> OVERHEAD + manifest.bytes().remaining(), life, ticker, observer);
    }

    /** Returns a use case that reads through this cache. */
    public GetManifest reading(GetManifest get) {
        return new Reading(get);
    }

    /**
     * Returns a use case that deletes the manifest and drops its cache entry, so that the next read through this cache sees
     * the deletion.
     */
    public DeleteManifest deleting(DeleteManifest delete) {
        return command -> {
            try {
                delete.delete(command);
            } finally {
                if (command.reference() instanceof Reference.ByDigest(Digest digest)) {
                    manifests.forget(command.repository(), digest);
                }
            }
        };
    }

    private final class Reading implements GetManifest {
        private final GetManifest get;

        Reading(GetManifest get) {
            this.get = get;
        }

        @Override
        public Digest resolve(RepositoryName repository, Reference reference) throws IOException {
            return resolve(repository, reference, _ -> false);
        }

        @Override
        public Digest resolve(RepositoryName repository, Reference reference, Predicate<Digest> known)
                throws IOException {
            Predicate<Digest> cached =
                    digest -> manifests.known(repository, digest).isPresent();
            return reference instanceof Reference.ByDigest(Digest digest) && cached.test(digest)
                    ? digest
                    : get.resolve(repository, reference, known.or(cached));
        }

        @Override
        public Descriptor describe(RepositoryName repository, Digest digest) throws IOException {
            // Loads the whole manifest: clients that send HEAD send GET next.
            return manifests
                    .get(repository, digest, () -> load(repository, digest))
                    .descriptor();
        }

        @Override
        public ManifestContent get(RepositoryName repository, Digest digest) throws IOException {
            Kept kept = manifests.get(repository, digest, () -> load(repository, digest));
            MemoryBudget.Lease lease = memory.lease();
            lease.reserve(kept.bytes().remaining());
            return new ManifestContent(kept.descriptor(), kept.bytes(), lease);
        }

        private Kept load(RepositoryName repository, Digest digest) throws IOException {
            try (ManifestContent content = get.get(repository, digest)) {
                return new Kept(content.descriptor(), content.bytes());
            }
        }
    }
}
