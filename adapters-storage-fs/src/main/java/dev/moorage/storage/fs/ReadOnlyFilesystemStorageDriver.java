package dev.moorage.storage.fs;

import dev.moorage.storage.spi.HealthStatus;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.StorageLimits;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.PresignRequest;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A root that the driver reads and never writes, because it is a read-only mount or this user may not write there. It takes
 * no locks.
 */
final class ReadOnlyFilesystemStorageDriver implements StorageDriver {
    private final RootPresence presence;
    private final RootReads reads;

    private ReadOnlyFilesystemStorageDriver(Root root) throws IOException {
        this.presence = new RootPresence(marker(root), root.links(), () -> {});
        this.reads = new RootReads(root, presence, new ObjectReads(root));
    }

    static ReadOnlyFilesystemStorageDriver open(Path directory, boolean followLinks) throws IOException {
        return new ReadOnlyFilesystemStorageDriver(Root.readOnly(directory, followLinks));
    }

    /**
     * The path that proves that the root's volume is mounted: it exists in the root but not in the mount point below. In a
     * root with Distribution's layout it is that layout. In an empty root it is the root itself.
     */
    private static Path marker(Root root) {
        return Stream.of(root.locks(), root.path().resolve("docker/registry/v2"))
                .filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS))
                .findFirst()
                .orElse(root.path());
    }

    @Override
    public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
        return reads.stat(key);
    }

    @Override
    public Optional<ObjectContent> open(ObjectKey key, ByteRange range) throws IOException {
        return reads.open(key, range);
    }

    @Override
    public ObjectPage list(ObjectKey prefix, ListOptions options) throws IOException {
        return reads.list(prefix, options);
    }

    @Override
    public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
            throws IOException {
        throw readOnly();
    }

    @Override
    public void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException {
        throw readOnly();
    }

    @Override
    public void sync(ObjectKey key) {
        // Reading must not depend on a sync, which a read-only mount may refuse.
    }

    @Override
    public Optional<StagedObject> stage(StagingRequest request) throws IOException {
        throw readOnly();
    }

    private static IOException readOnly() {
        return new IOException("the storage is opened for reading only");
    }

    @Override
    public Optional<URI> presign(PresignRequest request) {
        return Optional.empty();
    }

    @Override
    public HealthStatus check() {
        try {
            presence.require();
            return new HealthStatus.Healthy();
        } catch (IOException e) {
            return new HealthStatus.Unhealthy(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public StorageLimits limits() {
        return FilesystemStorageDriver.LIMITS;
    }

    @Override
    public void close() {
        // Nothing to release.
    }
}
