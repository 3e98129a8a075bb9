package dev.moorage.application.service.manifest;

import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.layout.Links;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.blob.DeleteBlob;
import dev.moorage.application.port.in.maintenance.TrashUseCases;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.service.access.CurrentRules;
import dev.moorage.application.service.blob.RepositoryBlobs;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.garbage.trash.Trash;
import dev.moorage.application.service.repository.RepositoryTags;
import dev.moorage.application.storage.IndependentCalls;
import dev.moorage.domain.access.AccessRules;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;

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
        return over(storage, docket, policy, memory, new ComputePool(), rules, RegistryEvents.NONE);
    }

    /**
     * Returns the use cases over one storage driver.
     *
     * @param docket the docket of this replica
     * @param memory the budget for manifests that are read, and for responses about them
     * @param computing parses large manifests
     * @param rules say which tags are written once
     * @param events take what was changed
     */
    public static ManifestUseCases over(
            StorageDriver storage,
            Docket docket,
            ManifestPolicy policy,
            MemoryBudget memory,
            ComputePool computing,
            CurrentRules rules,
            RegistryEvents events) {
        Links links = new Links(storage);
        ManifestStore manifests = new ManifestStore(storage, links, memory, computing);
        RepositoryTags tags = new RepositoryTags(storage, links);
        return new ManifestUseCases(
                new GetManifestService(manifests),
                new PutManifestService(
                        docket,
                        new Trash(storage),
                        manifests,
                        new RepositoryBlobs(storage, links),
                        links,
                        new ReturningReferrers(storage, links),
                        policy,
                        rules,
                        events,
                        new IndependentCalls(storage)),
                new DeleteManifestService(
                        storage,
                        new Trash(storage),
                        links,
                        manifests,
                        tags,
                        rules,
                        new WriteOnceContent(manifests, tags, rules, WriteOnceContent.MAX_MANIFESTS),
                        events),
                new ListReferrersService(manifests, new ReferrerDigests(storage, manifests), memory));
    }

    /**
     * Returns a use case that deletes blobs, without those that write-once tags need.
     *
     * @param delete deletes blobs, needed or not
     * @param memory the budget for the manifests of the tags
     * @param computing parses large manifests
     * @param rules say which tags are written once
     */
    public static DeleteBlob keepingNeeded(
            DeleteBlob delete, StorageDriver storage, MemoryBudget memory, ComputePool computing, CurrentRules rules) {
        Links links = new Links(storage);
        return new DeleteUnneededBlob(
                delete,
                new WriteOnceContent(
                        new ManifestStore(storage, links, memory, computing),
                        new RepositoryTags(storage, links),
                        rules,
                        WriteOnceContent.MAX_MANIFESTS));
    }

    /** Returns the use cases on the trash: a manifest comes back from it as a push puts it there. */
    public static TrashUseCases trash(
            StorageDriver storage, Docket docket, ManifestPolicy policy, MemoryBudget memory, ComputePool computing) {
        Links links = new Links(storage);
        Trash trash = new Trash(storage);
        ManifestStore manifests = new ManifestStore(storage, links, memory, computing);
        return new TrashUseCases(
                new ListTrashService(trash),
                new RestoreTrashService(docket, trash, manifests, new RepositoryBlobs(storage, links), links, policy));
    }
}
