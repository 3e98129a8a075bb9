package dev.moorage.application.service.manifest;

import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.layout.Links;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.service.access.CurrentRules;
import dev.moorage.application.service.blob.RepositoryBlobs;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.repository.RepositoryTags;
import dev.moorage.domain.access.AccessRules;
import dev.moorage.storage.spi.StorageDriver;

/** Wires the use cases for manifests. */
public final class ManifestServices {
    private ManifestServices() {}

    /** Returns the use cases over one storage driver, without write-once tags. */
    public static ManifestUseCases over(
            StorageDriver storage, Docket docket, ManifestPolicy policy, MemoryBudget memory) {
        return over(storage, docket, policy, memory, () -> AccessRules.USERS_MAY_ALL);
    }

    /**
     * Returns the use cases over one storage driver, without listeners of their events.
     *
     * @param rules say which tags are written once
     */
    public static ManifestUseCases over(
            StorageDriver storage, Docket docket, ManifestPolicy policy, MemoryBudget memory, CurrentRules rules) {
        return over(storage, docket, policy, memory, rules, RegistryEvents.NONE);
    }

    /**
     * Returns the use cases over one storage driver.
     *
     * @param docket the docket of this replica
     * @param memory the budget for manifests that are read, and for responses about them
     * @param rules say which tags are written once
     * @param events take what was changed
     */
    public static ManifestUseCases over(
            StorageDriver storage,
            Docket docket,
            ManifestPolicy policy,
            MemoryBudget memory,
            CurrentRules rules,
            RegistryEvents events) {
        Links links = new Links(storage);
        ManifestStore manifests = new ManifestStore(storage, links, memory);
        return new ManifestUseCases(
                new GetManifestService(manifests),
                new PutManifestService(
                        docket, manifests, new RepositoryBlobs(storage, links), links, policy, rules, events),
                new DeleteManifestService(
                        storage, links, manifests, new RepositoryTags(storage, links), rules, events),
                new ListReferrersService(manifests, new ReferrerDigests(storage, manifests), memory));
    }
}
