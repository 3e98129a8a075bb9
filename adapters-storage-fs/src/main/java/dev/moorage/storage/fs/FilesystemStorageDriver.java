package dev.moorage.storage.fs;

import dev.moorage.storage.spi.DriverContext;
import dev.moorage.storage.spi.HealthStatus;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.StorageLimits;
import dev.moorage.storage.spi.StorageUnavailableException;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.DeleteFence;
import dev.moorage.storage.spi.object.DeleteGuard;
import dev.moorage.storage.spi.object.DeleteOutcome;
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
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Stores objects as files below a root folder, in the layout of Distribution's filesystem driver. Several processes may
 * share a root: locks of the operating system decide conditions and fences, and names change by rename.
 */
public final class FilesystemStorageDriver implements StorageDriver {
    static final StorageLimits LIMITS = new StorageLimits(0, 64 * 1024);

    private final TemporaryFiles temporaryFiles;
    private final KeyLocks locks;
    private final FailStopFsync forcing;
    private final RootPresence presence;
    private final RootReads reads;
    private final ObjectNames names;
    private final ObjectFiles files;
    private final GuardedDeletes guarded;
    private final Writeback writeBehind;
    private final StagingAreas staging;

    private FilesystemStorageDriver(
            Root root, FileModes modes, KeyLocks locks, FailStopFsync forcing, DriverContext context)
            throws IOException {
        this.temporaryFiles = new TemporaryFiles(root.temporaryFiles());
        this.locks = locks;
        this.forcing = forcing;
        this.presence = new RootPresence(root.locks(), root.links(), locks::reopen);
        ObjectReads objects = new ObjectReads(root);
        this.reads = new RootReads(root, presence, objects);
        Directories directories = new Directories(root, presence, modes, forcing);
        this.names = new ObjectNames(root, locks, directories, forcing);
        this.files = new ObjectFiles(root, objects, names, forcing, modes);
        this.guarded = new GuardedDeletes(root, objects, names, presence, temporaryFiles, context.clock());
        this.writeBehind = new Writeback(forcing);
        Publishing publishing = new Publishing(root, names, forcing, modes);
        this.staging = new StagingAreas(
                root,
                new StagingAreas.StagedFiles(
                        presence,
                        directories,
                        publishing,
                        modes,
                        forcing,
                        context.memory(),
                        PipelinedWriter.threads(),
                        writeBehind),
                BootId.current());
    }

    static FilesystemStorageDriver open(Path directory, FilesystemOptions options, DriverContext context, Fsync forcing)
            throws IOException {
        Root root = Root.at(directory, options, forcing);
        KeyLocks locks = KeyLocks.at(root.locks(), options.modes());
        FilesystemStorageDriver driver =
                new FilesystemStorageDriver(root, options.modes(), locks, new FailStopFsync(forcing), context);
        driver.temporaryFiles.sweep();
        return driver;
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
    public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
            throws IOException {
        return reads.translating(key, () -> files.put(key, content, condition, durability));
    }

    @Override
    public void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException {
        reads.translating(key, () -> {
            if (!files.delete(key, condition, durability)) {
                presence.require(key);
            }
            return true;
        });
    }

    @Override
    public Map<ObjectKey, DeleteOutcome> deleteWhile(DeleteGuard guard, Set<ObjectKey> keys, Durability durability)
            throws IOException {
        return reads.translating(guard.key(), () -> guarded.delete(guard, keys, durability));
    }

    @Override
    public DeleteFence deleteFence() {
        return DeleteFence.EXACT;
    }

    @Override
    public void sync(ObjectKey key) throws IOException {
        reads.translating(key, () -> {
            if (!names.sync(key)) {
                presence.require(key);
            }
            return true;
        });
    }

    @Override
    public ObjectPage list(ObjectKey prefix, ListOptions options) throws IOException {
        return reads.list(prefix, options);
    }

    @Override
    public Optional<StagedObject> stage(StagingRequest request) throws IOException {
        return reads.translating(request.area(), () -> staging.stage(request));
    }

    @Override
    public Optional<URI> presign(PresignRequest request) {
        return Optional.empty();
    }

    @Override
    public HealthStatus check() {
        if (forcing.failure().isPresent()) {
            return new HealthStatus.Unhealthy("the disk could not be forced; restart once it has been looked at");
        }
        try {
            presence.require();
            temporaryFiles.now();
            return new HealthStatus.Healthy();
        } catch (StorageUnavailableException e) {
            return new HealthStatus.Unhealthy(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            // The server still serves pulls from a full disk, and takes pushes again when there is room.
            return FilesystemExceptions.isFull(e)
                    ? new HealthStatus.Healthy()
                    : new HealthStatus.Unhealthy("the root directory cannot be written");
        }
    }

    @Override
    public StorageLimits limits() {
        return LIMITS;
    }

    @Override
    public void close() throws IOException {
        writeBehind.close();
        locks.close();
    }
}
