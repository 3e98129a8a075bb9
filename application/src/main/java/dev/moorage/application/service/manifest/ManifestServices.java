package dev.moorage.application.service.manifest;

import dev.moorage.application.layout.Links;
import dev.moorage.application.port.in.manifest.DeleteManifest;
import dev.moorage.application.port.in.manifest.GetManifest;
import dev.moorage.application.port.in.manifest.ListReferrers;
import dev.moorage.application.port.in.manifest.PutManifest;
import dev.moorage.application.port.out.storage.StorageDriver;
import dev.moorage.application.service.blob.RepositoryBlobs;
import dev.moorage.application.service.repository.RepositoryTags;

/** The use cases of manifests, over one storage driver. */
public record ManifestServices(GetManifest get, PutManifest put, DeleteManifest delete, ListReferrers referrers) {
    private static final int REFERRERS_PAGE = 500;

    /** Wires the services together. */
    public static ManifestServices over(StorageDriver storage, ManifestPolicy policy) {
        Links links = new Links(storage);
        ManifestStore manifests = new ManifestStore(storage, links);
        return new ManifestServices(
                new GetManifestService(manifests),
                new PutManifestService(manifests, new RepositoryBlobs(storage, links), links, policy),
                new DeleteManifestService(storage, links, manifests, new RepositoryTags(storage, links)),
                new ListReferrersService(storage, manifests, REFERRERS_PAGE));
    }
}
