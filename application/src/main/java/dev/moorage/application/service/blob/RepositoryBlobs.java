package dev.moorage.application.service.blob;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.blob.BlobInfo;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;
import java.util.Optional;

/** The blobs that a repository has: those that are linked into it, and are there. */
public final class RepositoryBlobs {
    private final StorageDriver storage;
    private final Links links;

    public RepositoryBlobs(StorageDriver storage, Links links) {
        this.storage = storage;
        this.links = links;
    }

    /**
     * The blob of a digest. A link may name another digest than its own: Distribution keeps what was pushed by sha512 under
     * sha256, and links there.
     */
    public Optional<BlobInfo> find(RepositoryName repository, Digest digest) throws IOException {
        Optional<Digest> linked = links.read(RegistryKeys.layerLink(repository, digest));
        return linked.isEmpty()
                ? Optional.empty()
                : storage.stat(RegistryKeys.blob(linked.get())).map(data -> new BlobInfo(linked.get(), data.size()));
    }

    /**
     * Whether the repository has a blob, and will have it after a power cut. A link is written when its blob survives one
     * already, so it is the link alone that may have been seen too early.
     */
    public boolean persist(RepositoryName repository, Digest digest) throws IOException {
        boolean there = find(repository, digest).isPresent();
        if (there) {
            links.persist(RegistryKeys.layerLink(repository, digest));
        }
        return there;
    }
}
