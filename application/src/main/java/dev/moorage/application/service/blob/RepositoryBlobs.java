package dev.moorage.application.service.blob;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.blob.BlobInfo;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;
import java.util.Optional;

/** The blobs of a repository: those that are linked into it and exist. */
public final class RepositoryBlobs {
    private final StorageDriver storage;
    private final Links links;

    public RepositoryBlobs(StorageDriver storage, Links links) {
        this.storage = storage;
        this.links = links;
    }

    /**
     * Returns the blob of a digest. A link may name another digest than its key, because CNCF Distribution stores under
     * sha256 what was pushed by sha512, and links to that.
     */
    public Optional<BlobInfo> find(RepositoryName repository, Digest digest) throws IOException {
        Optional<Digest> linked = links.read(RegistryKeys.layerLink(repository, digest));
        return linked.isEmpty()
                ? Optional.empty()
                : storage.stat(RegistryKeys.blob(linked.get())).map(data -> new BlobInfo(linked.get(), data.size()));
    }

    /**
     * Returns whether the repository has a blob, and makes it survive a power cut. A link is written only after its
     * blob survives one, so only the link has to be made durable.
     */
    public boolean persist(RepositoryName repository, Digest digest) throws IOException {
        boolean there = find(repository, digest).isPresent();
        if (there) {
            links.persist(RegistryKeys.layerLink(repository, digest));
        }
        return there;
    }
}
