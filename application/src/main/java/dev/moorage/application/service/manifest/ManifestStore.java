package dev.moorage.application.service.manifest;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.out.storage.Durability;
import dev.moorage.application.port.out.storage.ObjectContent;
import dev.moorage.application.port.out.storage.ObjectKey;
import dev.moorage.application.port.out.storage.StorageDriver;
import dev.moorage.application.port.out.storage.WriteCondition;
import dev.moorage.domain.blob.ByteRange;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.Hasher;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Manifests in storage: their bytes among the blobs, and the links by which a repository has them. */
public final class ManifestStore {
    private static final long LARGEST = 64L << 20;

    private final StorageDriver storage;
    private final Links links;

    public ManifestStore(StorageDriver storage, Links links) {
        this.storage = storage;
        this.links = links;
    }

    /** The digest of the manifest that a reference names in a repository; empty when the repository has none such. */
    Optional<Digest> resolve(RepositoryName repository, Reference reference) throws IOException {
        return switch (reference) {
            case Reference.ByDigest(Digest digest) -> links.read(RegistryKeys.revisionLink(repository, digest));
            case Reference.ByTag(Tag tag) -> {
                Optional<Digest> tagged = links.read(RegistryKeys.tagLink(repository, tag));
                yield tagged.isPresent()
                        ? links.read(RegistryKeys.revisionLink(repository, tagged.get()))
                        : Optional.empty();
            }
        };
    }

    /** Whether a repository has a manifest, it can be read, and that will be so after a power cut. */
    boolean persist(RepositoryName repository, Digest digest) throws IOException {
        ObjectKey link = RegistryKeys.revisionLink(repository, digest);
        Optional<Digest> linked = links.read(link);
        boolean there = linked.isPresent()
                && storage.stat(RegistryKeys.blob(linked.get())).isPresent();
        if (there) {
            links.persist(link);
        }
        return there;
    }

    /**
     * A manifest's bytes; empty when they are not there.
     *
     * @throws IOException storage failed, or the bytes do not have this digest
     */
    public Optional<byte[]> read(Digest digest) throws IOException {
        Optional<ObjectContent> found = storage.open(RegistryKeys.blob(digest), ByteRange.WHOLE);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (ObjectContent content = found.get()) {
            if (content.info().size() > LARGEST) {
                throw new IOException("what is linked as manifest " + digest + " is too large for one");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) content.info().size());
            while (bytes.hasRemaining() && content.read(bytes) >= 0) {
                // Until all of it is there.
            }
            if (bytes.hasRemaining()
                    || !Hasher.digest(digest.algorithm(), bytes.array()).equals(digest)) {
                throw new IOException("manifest " + digest + " is damaged");
            }
            return Optional.of(bytes.array());
        }
    }

    /** Stores a manifest's bytes. Bytes that are there already are written again: whole. */
    void write(Digest digest, byte[] content) throws IOException {
        storage.put(RegistryKeys.blob(digest), content, WriteCondition.ANY, Durability.POWER_LOSS);
    }
}
