package dev.moorage.application.service.blob;

import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.layout.Links;
import dev.moorage.application.port.in.blob.BlobUseCases;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.repository.Catalog;
import dev.moorage.storage.spi.StorageDriver;

/** Wires the use cases for existing blobs. */
public final class BlobServices {
    private BlobServices() {}

    /**
     * Returns the use cases over one storage driver.
     *
     * @param docket the docket of this replica
     * @param redirects whether clients are redirected to the store for blobs that it can serve itself
     */
    public static BlobUseCases over(StorageDriver storage, Docket docket, boolean redirects) {
        return over(storage, docket, redirects, RegistryEvents.NONE);
    }

    /**
     * Returns the use cases over one storage driver, with listeners of their events.
     *
     * @param docket the docket of this replica
     * @param redirects whether clients are redirected to the store for blobs that it can serve itself
     */
    public static BlobUseCases over(StorageDriver storage, Docket docket, boolean redirects, RegistryEvents events) {
        Links links = new Links(storage);
        RepositoryBlobs blobs = new RepositoryBlobs(storage, links);
        return new BlobUseCases(
                new GetBlobService(storage, blobs, redirects),
                new MountBlobService(storage, docket, blobs, Catalog.withContent(storage), events),
                new DeleteBlobService(links, events));
    }
}
