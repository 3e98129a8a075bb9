package dev.moorage.application.service.manifest;

import dev.moorage.application.layout.Links;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.manifest.DeleteManifest;
import dev.moorage.application.port.in.manifest.GetManifest;
import dev.moorage.application.port.in.manifest.ListReferrers;
import dev.moorage.application.port.in.manifest.PutManifest;
import dev.moorage.application.service.blob.RepositoryBlobs;
import dev.moorage.application.service.repository.RepositoryTags;
import dev.moorage.storage.spi.StorageDriver;

/** The use cases for manifests, over one storage driver. */
public record ManifestServices(GetManifest get, PutManifest put, DeleteManifest delete, ListReferrers referrers) {
    /**
     * Wires the services.
     *
     * @param memory the budget for manifests that are read, and for responses about them
     */
    public static ManifestServices over(StorageDriver storage, ManifestPolicy policy, MemoryBudget memory) {
        Links links = new Links(storage);
        ManifestStore manifests = new ManifestStore(storage, links, memory);
        return new ManifestServices(
                new GetManifestService(manifests),
                new PutManifestService(manifests, new RepositoryBlobs(storage, links), links, policy),
                new DeleteManifestService(storage, links, manifests, new RepositoryTags(storage, links)),
                new ListReferrersService(manifests, new ReferrerDigests(storage, manifests), memory));
    }
}
