package dev.moorage.application.service.blob;

import dev.moorage.application.layout.Links;
import dev.moorage.application.port.in.blob.DeleteBlob;
import dev.moorage.application.port.in.blob.GetBlob;
import dev.moorage.application.port.in.blob.MountBlob;
import dev.moorage.application.service.repository.Catalog;
import dev.moorage.storage.spi.StorageDriver;

/** The use cases for existing blobs, over one storage driver. */
public record BlobServices(GetBlob get, MountBlob mount, DeleteBlob delete) {
    /**
     * Wires the services.
     *
     * @param redirects whether clients are redirected to the store for blobs that it can serve itself
     */
    public static BlobServices over(StorageDriver storage, boolean redirects) {
        Links links = new Links(storage);
        RepositoryBlobs blobs = new RepositoryBlobs(storage, links);
        return new BlobServices(
                new GetBlobService(storage, blobs, redirects),
                new MountBlobService(storage, links, blobs, Catalog.withContent(storage)),
                new DeleteBlobService(links));
    }
}
