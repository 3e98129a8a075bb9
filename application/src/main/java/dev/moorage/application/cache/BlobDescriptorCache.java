package dev.moorage.application.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.moorage.application.port.in.blob.BlobChangedException;
import dev.moorage.application.port.in.blob.BlobContent;
import dev.moorage.application.port.in.blob.BlobInfo;
import dev.moorage.application.port.in.blob.DeleteBlob;
import dev.moorage.application.port.in.blob.GetBlob;
import dev.moorage.application.port.in.manifest.PutManifest;
import dev.moorage.application.port.in.manifest.PutManifestResult;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.CompleteUpload;
import dev.moorage.application.port.in.upload.PushBlob;
import dev.moorage.domain.blob.ByteRange;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Caches which blobs a repository has, and their sizes, for reads. Pushes (mounts, uploads, and manifests that refer to
 * blobs) bypass the cache and ask the storage.
 *
 * <p>An entry can hold a wrong size when the blob was damaged. A push through this cache drops its digest in every
 * repository. A push by another process is noticed when the object is opened and has another size.
 */
public final class BlobDescriptorCache {
    private final RepositoryCache<Remembered> blobs;
    private final DigestEpochs epochs = new DigestEpochs();

    /** A blob, and the epoch of its object before the blob was looked up. */
    private record Remembered(BlobInfo blob, int epoch) {}

    /**
     * @param most the maximum number of cached blobs
     * @param life how long an entry is kept
     */
    public BlobDescriptorCache(int most, Duration life, CacheObserver observer) {
        this(most, life, Ticker.systemTicker(), observer);
    }

    BlobDescriptorCache(int most, Duration life, Ticker ticker, CacheObserver observer) {
        this.blobs = new RepositoryCache<>(most, _ -> 1, life, ticker, observer);
    }

    /** Returns a use case that reads through this cache. */
    public GetBlob reading(GetBlob get) {
        return new Reading(get);
    }

    /**
     * Returns a use case that deletes the blob and drops its cache entry, so that the next read through this cache sees the
     * deletion.
     */
    public DeleteBlob deleting(DeleteBlob delete) {
        return (caller, repository, digest) -> {
            try {
                delete.delete(caller, repository, digest);
            } finally {
                blobs.forget(repository, digest);
            }
        };
    }

    /** Returns a use case that pushes monolithic blobs, after which the next read through this cache sees the new size. */
    public PushBlob pushing(PushBlob push) {
        return command -> written(push.push(command));
    }

    /** Returns a use case that completes uploads, with the same effect on the cache as {@link #pushing}. */
    public CompleteUpload completing(CompleteUpload complete) {
        return command -> written(complete.complete(command));
    }

    private CompleteResult written(CompleteResult result) {
        if (result instanceof CompleteResult.Committed(Digest digest)) {
            epochs.next(digest);
        }
        return result;
    }

    /**
     * Returns a use case that stores manifests, with the same effect on the cache as {@link #pushing}, since the bytes of
     * manifests are stored as blobs are.
     */
    public PutManifest putting(PutManifest put) {
        return command -> {
            PutManifestResult result = put.put(command);
            epochs.next(result.descriptor().digest());
            return result;
        };
    }

    /** One of the two questions for the size of a blob. */
    private interface Asking {
        BlobInfo ask(RepositoryName repository, Digest digest) throws IOException;
    }

    private final class Reading implements GetBlob {
        private final GetBlob get;

        Reading(GetBlob get) {
            this.get = get;
        }

        @Override
        public BlobInfo stat(RepositoryName repository, Digest digest) throws IOException {
            return remembered(repository, digest, get::stat);
        }

        @Override
        public BlobInfo request(RepositoryName repository, Digest digest) throws IOException {
            return remembered(repository, digest, get::request);
        }

        private BlobInfo remembered(RepositoryName repository, Digest digest, Asking asking) throws IOException {
            Remembered known = blobs.get(repository, digest, () -> read(repository, digest, asking));
            if (known.epoch() != epochs.of(known.blob().digest())) {
                blobs.forget(repository, digest);
                known = blobs.get(repository, digest, () -> read(repository, digest, asking));
            }
            return known.blob();
        }

        /**
         * Reads a blob's size and epoch. A link may name another digest than its own. The epoch is then that of the other
         * object, and the size is read again after it.
         */
        private Remembered read(RepositoryName repository, Digest digest, Asking asking) throws IOException {
            int epoch = epochs.of(digest);
            BlobInfo blob = asking.ask(repository, digest);
            if (!blob.digest().equals(digest)) {
                epoch = epochs.of(blob.digest());
                blob = asking.ask(repository, digest);
            }
            return new Remembered(blob, epoch);
        }

        @Override
        public BlobContent open(BlobInfo blob, ByteRange range) throws IOException {
            try {
                return get.open(blob, range);
            } catch (BlobChangedException changed) {
                epochs.next(blob.digest());
                throw changed;
            }
        }

        @Override
        public Optional<URI> redirect(BlobInfo blob) throws IOException {
            return get.redirect(blob);
        }
    }
}
