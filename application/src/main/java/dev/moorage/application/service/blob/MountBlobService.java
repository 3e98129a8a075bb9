package dev.moorage.application.service.blob;

import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.blob.BlobInfo;
import dev.moorage.application.port.in.blob.MountBlob;
import dev.moorage.application.port.in.failure.RemovalPendingException;
import dev.moorage.application.port.out.event.ChangeEvent;
import dev.moorage.application.port.out.event.EventKind;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.garbage.docket.Reliance;
import dev.moorage.application.service.repository.Catalog;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable.Blob;
import dev.moorage.domain.garbage.Removable.BlobLink;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Links a blob of one repository into another. If the client names no source repository, a limited number of
 * repositories is searched. There is no search for a blob that the registry does not have. A blob that a garbage
 * collector is removing is not mounted.
 */
final class MountBlobService implements MountBlob {
    private static final int MAX_SEARCHED = 1000;

    private final StorageDriver storage;
    private final Docket docket;
    private final RepositoryBlobs blobs;
    private final Catalog catalog;
    private final RegistryEvents events;

    MountBlobService(
            StorageDriver storage, Docket docket, RepositoryBlobs blobs, Catalog catalog, RegistryEvents events) {
        this.storage = storage;
        this.docket = docket;
        this.blobs = blobs;
        this.catalog = catalog;
        this.events = events;
    }

    @Override
    public boolean mount(Caller caller, RepositoryName repository, Digest digest, Optional<RepositoryName> from)
            throws IOException {
        try {
            Reliance reliance = docket.relyBriefly(Set.of(new Blob(digest), new BlobLink(repository, digest)));
            reliance.settle();
            Optional<BlobInfo> found = from.isPresent() ? named(caller, from.get(), digest) : anywhere(caller, digest);
            boolean mounted = found.isPresent()
                    && link(caller, repository, digest, found.get().digest(), reliance);
            if (mounted && events.wants(EventKind.BLOB_MOUNTED)) {
                events.publish(new ChangeEvent.BlobMounted(
                        caller, repository, from, digest, found.get().size()));
            }
            return mounted;
        } catch (RemovalPendingException _) {
            return false; // The client uploads the blob instead, and that waits for the removal.
        }
    }

    private boolean link(Caller caller, RepositoryName repository, Digest digest, Digest target, Reliance reliance)
            throws IOException {
        reliance.add(new Blob(target));
        blobs.link(caller, repository, digest, target, RepositoryBlobs.Origin.MOUNTED);
        return reliance.confirm(() -> blobs.restore(repository, digest, target));
    }

    private Optional<BlobInfo> named(Caller caller, RepositoryName repository, Digest digest) throws IOException {
        return caller.may(Action.PULL, repository) ? blobs.findExpected(repository, digest) : Optional.empty();
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
