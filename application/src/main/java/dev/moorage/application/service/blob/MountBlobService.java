package dev.moorage.application.service.blob;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.blob.BlobInfo;
import dev.moorage.application.port.in.blob.MountBlob;
import dev.moorage.application.port.in.blob.PullRights;
import dev.moorage.application.service.repository.Catalog;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Links a blob of one repository into another. If the client names no source repository, a limited number of
 * repositories is searched. There is no search for a blob that the registry does not have.
 */
final class MountBlobService implements MountBlob {
    private static final int MOST_SEARCHED = 1000;

    private final StorageDriver storage;
    private final Links links;
    private final RepositoryBlobs blobs;
    private final Catalog catalog;

    MountBlobService(StorageDriver storage, Links links, RepositoryBlobs blobs, Catalog catalog) {
        this.storage = storage;
        this.links = links;
        this.blobs = blobs;
        this.catalog = catalog;
    }

    @Override
    public boolean mount(RepositoryName repository, Digest digest, Optional<RepositoryName> from, PullRights rights)
            throws IOException {
        Optional<BlobInfo> found = from.isPresent() ? in(from.get(), digest, rights) : anywhere(digest, rights);
        if (found.isPresent()) {
            links.write(RegistryKeys.layerLink(repository, digest), found.get().digest());
        }
        return found.isPresent();
    }

    private Optional<BlobInfo> in(RepositoryName repository, Digest digest, PullRights rights) throws IOException {
        return rights.mayPull(repository) ? blobs.find(repository, digest) : Optional.empty();
    }

    private Optional<BlobInfo> anywhere(Digest digest, PullRights rights) throws IOException {
        if (storage.stat(RegistryKeys.blob(digest)).isEmpty()) {
            return Optional.empty();
        }
        List<RepositoryName> repositories = catalog.namesAfter("", MOST_SEARCHED);
        for (RepositoryName candidate : repositories) {
            Optional<BlobInfo> found = in(candidate, digest, rights);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
