package dev.moorage.application.service.proxy.fetch;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.blob.BlobInfo;
import dev.moorage.application.port.in.failure.RemovalPendingException;
import dev.moorage.application.service.blob.RepositoryBlobs;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.garbage.docket.Reliance;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable.Blob;
import dev.moorage.domain.garbage.Removable.BlobLink;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Stores and links verified blobs as a push does, with the looks at the garbage collector's docket. */
final class FetchedBlobs {
    private final StorageDriver storage;
    private final Docket docket;
    private final RepositoryBlobs blobs;

    FetchedBlobs(StorageDriver storage, Docket docket) {
        this.storage = storage;
        this.docket = docket;
        this.blobs = new RepositoryBlobs(storage, new Links(storage));
    }

    /** Returns a blob that is linked into a repository. */
    Optional<BlobInfo> find(RepositoryName repository, Digest digest) throws IOException {
        return blobs.find(repository, digest);
    }

    /** Makes a verified blob the object of its key. */
    interface Publication {
        void publish() throws IOException;
    }

    /** Begins the look of a fetch. */
    Reliance rely(Digest digest) {
        return docket.rely(Set.of(new Blob(digest)));
    }

    /** Stores a small blob, and links it. */
    void put(Digest digest, byte[] content, Repositories repositories) throws IOException {
        publish(digest, () -> write(digest, content), repositories);
    }

    /** Publishes a blob, and then links it into the repositories that want it at that moment. */
    void publish(Digest digest, Publication publication, Repositories repositories) throws IOException {
        Reliance reliance = rely(digest);
        reliance.settle();
        publication.publish();
        link(digest, repositories.taken(), reliance);
    }

    /** Links a blob that is stored. */
    void link(Digest digest, RepositoryName repository) throws IOException {
        Reliance reliance = rely(digest);
        reliance.settle();
        link(digest, List.of(repository), reliance);
    }

    /** The repositories that want a blob. */
    interface Repositories {
        /** Returns them, and takes no more of them. */
        Collection<RepositoryName> taken();
    }

    private void write(Digest digest, byte[] content) throws IOException {
        storage.put(RegistryKeys.blob(digest), content, WriteCondition.ANY, Durability.POWER_LOSS);
    }

    private void link(Digest digest, Collection<RepositoryName> repositories, Reliance reliance) throws IOException {
        for (RepositoryName repository : repositories) {
            reliance.add(new BlobLink(repository, digest));
            blobs.link(UnrestrictedCaller.ANONYMOUS, repository, digest, digest, RepositoryBlobs.Origin.FETCHED);
        }
        boolean there = reliance.confirm(() -> {
            for (RepositoryName repository : repositories) {
                if (!blobs.restore(repository, digest, digest)) {
                    return false;
                }
            }
            return true;
        });
        if (!there) {
            throw new RemovalPendingException();
        }
    }
}
