package dev.moorage.application.service.manifest;

import dev.moorage.application.layout.Links;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.service.blob.RepositoryBlobs;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.repository.RepositoryTags;
import dev.moorage.storage.spi.StorageDriver;

/** Wires the use cases for manifests. */
public final class ManifestServices {
    private ManifestServices() {}

    /**
     * Returns the use cases over one storage driver.
     *
     * @param docket the docket of this replica
     * @param memory the budget for manifests that are read, and for responses about them
     */
    public static ManifestUseCases over(
            StorageDriver storage, Docket docket, ManifestPolicy policy, MemoryBudget memory) {
        Links links = new Links(storage);
        ManifestStore manifests = new ManifestStore(storage, links, memory);
        return new ManifestUseCases(
                new GetManifestService(manifests),
                new PutManifestService(docket, manifests, new RepositoryBlobs(storage, links), links, policy),
                new DeleteManifestService(storage, links, manifests, new RepositoryTags(storage, links)),
                new ListReferrersService(manifests, new ReferrerDigests(storage, manifests), memory));
    }
}
