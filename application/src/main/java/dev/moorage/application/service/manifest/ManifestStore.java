package dev.moorage.application.service.manifest;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.Hasher;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.ByteRange;
import dev.moorage.storage.spi.Durability;
import dev.moorage.storage.spi.ObjectContent;
import dev.moorage.storage.spi.ObjectKey;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.WriteCondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Manifests in storage: their bytes among the blobs, and the links by which a repository has them. */
public final class ManifestStore {
    private static final Logger LOG = LoggerFactory.getLogger(ManifestStore.class);
    private static final long LARGEST = 64L << 20;

    private final StorageDriver storage;
    private final Links links;
    private final MemoryBudget memory;

    /**
     * @param memory for the manifests that are read
     */
    public ManifestStore(StorageDriver storage, Links links, MemoryBudget memory) {
        this.storage = storage;
        this.links = links;
        this.memory = memory;
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
     * A manifest's bytes, which are held in memory until they are closed; empty when they are not there.
     *
     * @throws dev.moorage.application.memory.MemoryShortException no memory became free for them
     * @throws IOException storage failed, or the bytes do not have this digest
     */
    public Optional<StoredBytes> read(Digest digest) throws IOException {
        Optional<ObjectContent> found = storage.open(RegistryKeys.blob(digest), ByteRange.WHOLE);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (ObjectContent content = found.get()) {
            if (content.info().size() > LARGEST) {
                throw new DamagedManifestException(digest, "is too large for one");
            }
            MemoryBudget.Lease lease = memory.lease();
            try {
                lease.reserve(content.info().size());
                return Optional.of(new StoredBytes(read(content, digest), lease));
            } catch (IOException | RuntimeException e) {
                lease.close();
                throw e;
            }
        }
    }

    /**
     * The same; empty also when they are damaged, which is logged.
     *
     * @throws IOException no memory became free, or storage failed
     */
    Optional<StoredBytes> readUndamaged(Digest digest) throws IOException {
        try {
            return read(digest);
        } catch (DamagedManifestException e) {
            LOG.atWarn().addKeyValue("digest", digest).setCause(e).log("A manifest is left out: it is damaged");
            return Optional.empty();
        }
    }

    private static byte[] read(ObjectContent content, Digest digest) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) content.info().size());
        while (bytes.hasRemaining() && content.read(bytes) >= 0) {
            // Until all of it is there.
        }
        if (bytes.hasRemaining()
                || !Hasher.digest(digest.algorithm(), bytes.array()).equals(digest)) {
            throw new DamagedManifestException(digest, "is damaged");
        }
        return bytes.array();
    }

    /** How many bytes a manifest has; empty when they are not there. */
    OptionalLong size(Digest digest) throws IOException {
        return storage.stat(RegistryKeys.blob(digest))
                .map(info -> OptionalLong.of(info.size()))
                .orElseGet(OptionalLong::empty);
    }

    /** Stores a manifest's bytes. Bytes that are there already are written again: whole. */
    void write(Digest digest, byte[] content) throws IOException {
        storage.put(RegistryKeys.blob(digest), content, WriteCondition.ANY, Durability.POWER_LOSS);
    }
}
