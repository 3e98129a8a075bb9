package dev.moorage.application.cache;

import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.blob.BlobUseCases;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.repository.RepositoryUseCases;
import dev.moorage.application.port.in.upload.UploadUseCases;
import java.time.Duration;
import java.util.Objects;

/** All use cases of clients. Adapters get them with the decorators that {@link #over} puts around the services. */
public record UseCaseStack(
        UploadUseCases uploads, BlobUseCases blobs, ManifestUseCases manifests, RepositoryUseCases repositories) {
    public UseCaseStack {
        Objects.requireNonNull(uploads);
        Objects.requireNonNull(blobs);
        Objects.requireNonNull(manifests);
        Objects.requireNonNull(repositories);
    }

    /**
     * The limits of the caches.
     *
     * @param blobDescriptors the maximum number of cached blob descriptors
     * @param manifestBytes the maximum size in bytes of all cached manifests
     * @param life how long an entry is kept
     */
    public record CacheSettings(int blobDescriptors, long manifestBytes, Duration life) {
        public CacheSettings {
            Objects.requireNonNull(life);
        }
    }

    /**
     * Returns the use cases with the caches around the services. Reads ask the caches first. Pushes and deletions drop the
     * entries that they make wrong.
     *
     * @param services the use cases without decorators
     * @param memory the budget for manifests that are being sent
     * @param ofBlobs counts the requests to the cache of blob descriptors
     * @param ofManifests counts the requests to the cache of manifests
     */
    public static UseCaseStack over(
            UseCaseStack services,
            CacheSettings caches,
            MemoryBudget memory,
            CacheObserver ofBlobs,
            CacheObserver ofManifests) {
        BlobDescriptorCache descriptors = new BlobDescriptorCache(caches.blobDescriptors(), caches.life(), ofBlobs);
        ManifestCache contents = new ManifestCache(caches.manifestBytes(), caches.life(), memory, ofManifests);
        UploadUseCases uploads = services.uploads();
        BlobUseCases blobs = services.blobs();
        ManifestUseCases manifests = services.manifests();
        return new UseCaseStack(
                uploads.withCommits(descriptors.pushing(uploads.push()), descriptors.completing(uploads.complete())),
                blobs.with(descriptors.reading(blobs.get()), descriptors.deleting(blobs.delete())),
                manifests.with(
                        contents.reading(manifests.get()),
                        descriptors.putting(manifests.put()),
                        contents.deleting(manifests.delete())),
                services.repositories());
    }
}
