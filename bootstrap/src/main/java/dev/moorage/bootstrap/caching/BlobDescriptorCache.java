package dev.moorage.bootstrap.caching;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.moorage.application.port.in.blob.BlobContent;
import dev.moorage.application.port.in.blob.BlobInfo;
import dev.moorage.application.port.in.blob.DeleteBlob;
import dev.moorage.application.port.in.blob.GetBlob;
import dev.moorage.domain.blob.ByteRange;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Remembers which blobs repositories have, for those who read them. Whoever pushes (a mount, a manifest that refers to blobs, an
 * upload) asks the storage.
 */
public final class BlobDescriptorCache {
    private final RepositoryCache<BlobInfo> blobs;

    /**
     * @param most how many blobs are remembered
     * @param life for how long
     */
    public BlobDescriptorCache(int most, Duration life) {
        this(most, life, Ticker.systemTicker());
    }

    BlobDescriptorCache(int most, Duration life, Ticker ticker) {
        this.blobs = new RepositoryCache<>(most, _ -> 1, life, ticker);
    }

    /** Reads through this cache. */
    public GetBlob reading(GetBlob get) {
        return new Reading(get);
    }

    /** Deletes, so that the next reader through this cache sees it. */
    public DeleteBlob deleting(DeleteBlob delete) {
        return (repository, digest) -> {
            try {
                delete.delete(repository, digest);
            } finally {
                blobs.forget(repository, digest);
            }
        };
    }

    private final class Reading implements GetBlob {
        private final GetBlob get;

        Reading(GetBlob get) {
            this.get = get;
        }

        @Override
        public BlobInfo stat(RepositoryName repository, Digest digest) throws IOException {
            return blobs.get(repository, digest, () -> get.stat(repository, digest));
        }

        @Override
        public BlobContent open(BlobInfo blob, ByteRange range) throws IOException {
            return get.open(blob, range);
        }

        @Override
        public Optional<URI> redirect(BlobInfo blob) throws IOException {
            return get.redirect(blob);
        }
    }
}
