package dev.moorage.application.service.blob;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.blob.BlobInfo;
import dev.moorage.application.port.in.blob.MountBlob;
import dev.moorage.application.service.repository.Catalog;
import dev.moorage.domain.access.Action;
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
    private static final int MAX_SEARCHED = 1000;

    private final StorageDriver storage;
    private final RepositoryBlobs blobs;
    private final Catalog catalog;

    MountBlobService(StorageDriver storage, RepositoryBlobs blobs, Catalog catalog) {
        this.storage = storage;
        this.blobs = blobs;
        this.catalog = catalog;
    }

    @Override
    public boolean mount(Caller caller, RepositoryName repository, Digest digest, Optional<RepositoryName> from)
            throws IOException {
        Optional<BlobInfo> found = from.isPresent() ? in(caller, from.get(), digest) : anywhere(caller, digest);
        if (found.isPresent()) {
            blobs.link(caller, repository, digest, found.get().digest(), RepositoryBlobs.Origin.MOUNTED);
        }
        return found.isPresent();
    }

    private Optional<BlobInfo> in(Caller caller, RepositoryName repository, Digest digest) throws IOException {
        return caller.may(Action.PULL, repository) ? blobs.find(repository, digest) : Optional.empty();
    }

    private Optional<BlobInfo> anywhere(Caller caller, Digest digest) throws IOException {
        if (storage.stat(RegistryKeys.blob(digest)).isEmpty()) {
            return Optional.empty();
        }
        List<RepositoryName> repositories = catalog.namesAfter("", MAX_SEARCHED);
        for (RepositoryName candidate : repositories) {
            Optional<BlobInfo> found = in(caller, candidate, digest);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
