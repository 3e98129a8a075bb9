package dev.moorage.bootstrap.caching;

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

/**
 * Remembers manifests as they were read, verified, by their digests. Which manifest a tag names is asked of the storage each
 * time: another process may have moved the tag a moment ago.
 */
public final class ManifestCache {
    /** About what an entry costs beside the manifest's bytes. */
    private static final int OVERHEAD = 512;

    private final RepositoryCache<Kept> manifests;
    private final MemoryBudget memory;

    /** A manifest in the cache's own room. */
    private record Kept(Descriptor descriptor, ByteBuffer bytes) {}

    /**
     * @param room the most bytes that are used
     * @param life for how long a manifest is remembered
     * @param memory for manifests that are being sent, which can outlive their time here
     */
    public ManifestCache(long room, Duration life, MemoryBudget memory) {
        this(room, life, memory, Ticker.systemTicker());
    }

    ManifestCache(long room, Duration life, MemoryBudget memory, Ticker ticker) {
        this.memory = memory;
        this.manifests = new RepositoryCache<>(
                room, manifest -> OVERHEAD + manifest.bytes().remaining(), life, ticker);
    }

    /** Reads through this cache. */
    public GetManifest reading(GetManifest get) {
        return new Reading(get);
    }

    /** Deletes, so that the next reader through this cache sees it. */
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
            return reference instanceof Reference.ByDigest(Digest digest)
                            && manifests.known(repository, digest).isPresent()
                    ? digest
                    : get.resolve(repository, reference);
        }

        @Override
        public Descriptor describe(RepositoryName repository, Digest digest) throws IOException {
            // Loaded whole: clients that ask for the head ask for the bytes next.
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
