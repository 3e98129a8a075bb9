package dev.moorage.application.service.manifest;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.storage.IndependentCalls;
import dev.moorage.application.storage.OnceRead;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stored manifests: their bytes are blobs, and links make them visible in repositories. */
public final class ManifestStore {
    private static final Logger LOG = LoggerFactory.getLogger(ManifestStore.class);
    private static final long MAX_BYTES = 64L << 20;

    private final StorageDriver storage;
    private final Links links;
    private final MemoryBudget memory;
    private final ComputePool computing;
    private final IndependentCalls calls;

    /**
     * Creates a store of manifests over a storage driver.
     *
     * @param memory the budget for manifests that are read
     * @param computing parses large manifests
     */
    public ManifestStore(StorageDriver storage, Links links, MemoryBudget memory, ComputePool computing) {
        this.storage = storage;
        this.links = links;
        this.memory = memory;
        this.computing = computing;
        this.calls = new IndependentCalls(storage);
    }

    /**
     * Returns the digest of the manifest that a reference names in a repository. The result is empty if there is none.
     */
    Optional<Digest> resolve(RepositoryName repository, Reference reference) throws IOException {
        return resolve(repository, reference, _ -> false);
    }

    /**
     * Returns the digest of the manifest that a reference names in a repository.
     *
     * @param known says of a digest that a tag names whether the repository is known to have the manifest
     */
    Optional<Digest> resolve(RepositoryName repository, Reference reference, Predicate<Digest> known)
            throws IOException {
        return switch (reference) {
            case Reference.ByDigest(Digest digest) -> links.read(RegistryKeys.revisionLink(repository, digest));
            case Reference.ByTag(Tag tag) -> {
                Optional<Digest> tagged = links.read(RegistryKeys.tagLink(repository, tag));
                yield tagged.isPresent() && !known.test(tagged.get())
                        ? links.read(RegistryKeys.revisionLink(repository, tagged.get()))
                        : tagged;
            }
        };
    }

    /**
     * Returns the digest under which the bytes of a repository's manifest are stored, and makes the manifest survive a
     * power cut. The result is empty if the repository does not have the manifest, or if its link cannot be read.
     */
    Optional<Digest> persist(RepositoryName repository, Digest digest) throws IOException {
        ObjectKey link = RegistryKeys.revisionLink(repository, digest);
        OnceRead<Optional<ObjectInfo>> bytes = calls.begin(() -> storage.stat(RegistryKeys.blob(digest)));
        Optional<Digest> linked = links.read(link);
        boolean there = linked.isPresent()
                && (linked.get().equals(digest) ? bytes.get() : storage.stat(RegistryKeys.blob(linked.get())))
                        .isPresent();
        if (there) {
            links.persist(link);
        }
        return there ? linked : Optional.empty();
    }

    /**
     * Returns a manifest's bytes. They are held in memory until they are closed. The result is empty if they do not
     * exist.
     *
     * @throws dev.moorage.application.memory.MemoryShortException if no memory became free for them
     * @throws IOException storage failed, or the bytes do not have this digest
     */
    public Optional<StoredBytes> read(Digest digest) throws IOException {
        Optional<ObjectContent> found = storage.open(RegistryKeys.blob(digest), ByteRange.WHOLE);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (ObjectContent content = found.get()) {
            if (content.info().size() > MAX_BYTES) {
                throw new DamagedManifestException(digest, "is too large for one");
            }
            MemoryBudget.Lease lease = memory.lease();
            try {
                lease.reserve(content.info().size());
                return Optional.of(new StoredBytes(read(content, digest), lease, computing));
            } catch (IOException | RuntimeException e) {
                lease.close();
                throw e;
            }
        }
    }

    /**
     * Returns a manifest's bytes. The result is also empty if they are damaged, which is logged.
     *
     * @throws IOException no memory became free, or storage failed
     */
    public Optional<StoredBytes> readUndamaged(Digest digest) throws IOException {
        try {
            return read(digest);
        } catch (DamagedManifestException e) {
            LOG.atWarn().addKeyValue("digest", digest).setCause(e).log("A damaged manifest is left out of the listing");
            return Optional.empty();
        }
    }

    private static byte[] read(ObjectContent content, Digest digest) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) content.info().size());
        while (bytes.hasRemaining() && content.read(bytes) >= 0) {
            // Reads until the end.
        }
        if (bytes.hasRemaining()
                || !Digest.of(digest.algorithm(), bytes.array()).equals(digest)) {
            throw new DamagedManifestException(digest, "is damaged");
        }
        return bytes.array();
    }

    /** Returns the size of a manifest in bytes. The result is empty if its bytes do not exist. */
    OptionalLong size(Digest digest) throws IOException {
        return storage.stat(RegistryKeys.blob(digest))
                .map(info -> OptionalLong.of(info.size()))
                .orElseGet(OptionalLong::empty);
    }

    /** Stores a manifest's bytes and the repository's link to them, as far as they are gone. */
    void restore(RepositoryName repository, Digest digest, byte[] content) throws IOException {
        if (size(digest).isEmpty()) {
            write(digest, content);
        }
        ObjectKey link = RegistryKeys.revisionLink(repository, digest);
        if (links.read(link).isEmpty()) {
            links.write(link, digest);
        }
    }

    /**
     * Parses the bytes of a manifest.
     *
     * @param size how many bytes there are. Large manifests are parsed by a thread for computing
     * @throws IOException what the parser has thrown
     */
    <T> T parse(int size, ComputePool.Work<T> parser) throws IOException {
        return size > MemoryBudget.SMALL ? computing.compute(parser) : parser.run();
    }

    /** Stores a manifest's bytes. Existing bytes are overwritten, which repairs damaged ones. */
    void write(Digest digest, byte[] content) throws IOException {
        storage.put(RegistryKeys.blob(digest), content, WriteCondition.ANY, Durability.POWER_LOSS);
    }
}
