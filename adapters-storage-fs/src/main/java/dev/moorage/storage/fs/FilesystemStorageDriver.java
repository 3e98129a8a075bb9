package dev.moorage.storage.fs;

import dev.moorage.application.port.out.storage.ConditionFailedException;
import dev.moorage.application.port.out.storage.Durability;
import dev.moorage.application.port.out.storage.HealthStatus;
import dev.moorage.application.port.out.storage.ListOptions;
import dev.moorage.application.port.out.storage.ObjectContent;
import dev.moorage.application.port.out.storage.ObjectInfo;
import dev.moorage.application.port.out.storage.ObjectKey;
import dev.moorage.application.port.out.storage.ObjectPage;
import dev.moorage.application.port.out.storage.ObjectVersion;
import dev.moorage.application.port.out.storage.PresignRequest;
import dev.moorage.application.port.out.storage.StagedObject;
import dev.moorage.application.port.out.storage.StagingRequest;
import dev.moorage.application.port.out.storage.StorageCapabilities;
import dev.moorage.application.port.out.storage.StorageDriver;
import dev.moorage.application.port.out.storage.WriteCondition;
import dev.moorage.application.transfer.TransferBuffers;
import dev.moorage.domain.blob.ByteRange;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Objects as files below a root, in the layout that Distribution's filesystem driver has. Several processes may share a
 * root: conditions and fences are decided under locks of the operating system, names change by rename.
 */
public final class FilesystemStorageDriver implements StorageDriver {
    private final Root root;
    private final KeyLocks locks;
    private final PoisonedForcing forcing;
    private final ObjectFiles files;
    private final StagingAreas staging;
    private final DirectoryListing listing = new DirectoryListing();

    private FilesystemStorageDriver(Root root, KeyLocks locks, PoisonedForcing forcing, TransferBuffers buffers) {
        this.root = root;
        this.locks = locks;
        this.forcing = forcing;
        Directories directories = new Directories(root.path(), forcing);
        this.files = new ObjectFiles(root, locks, directories, forcing);
        this.staging = new StagingAreas(root, directories, files, forcing, buffers, BootId.current());
    }

    static FilesystemStorageDriver open(Path directory, TransferBuffers buffers, Forcing forcing) throws IOException {
        Root root = Root.at(directory);
        new TemporaryFiles(root.temporaryFiles()).sweep();
        return new FilesystemStorageDriver(root, KeyLocks.in(root.locks()), new PoisonedForcing(forcing), buffers);
    }

    @Override
    public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
        return files.stat(key);
    }

    @Override
    public Optional<ObjectContent> open(ObjectKey key, ByteRange range) throws IOException {
        Optional<FileChannel> file = files.open(key);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new FileContent(file.get(), files.info(key, file.get()), range));
        } catch (IOException e) {
            file.get().close();
            throw e;
        }
    }

    @Override
    public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
            throws IOException {
        try {
            files.put(key, content, condition, durability);
            return Versions.isHashed(content.length)
                    ? Versions.of(content)
                    : stat(key).orElseThrow(() -> new ConditionFailedException(key)).version();
        } catch (ConditionFailedException e) {
            throw e;
        } catch (IOException e) {
            throw Failures.translated(e);
        }
    }

    @Override
    public void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException {
        files.delete(key, condition, durability);
    }

    @Override
    public ObjectPage list(ObjectKey prefix, ListOptions options) throws IOException {
        return listing.page(root.of(prefix), prefix, options);
    }

    @Override
    public Optional<StagedObject> stage(StagingRequest request) throws IOException {
        try {
            return staging.stage(request);
        } catch (IOException e) {
            throw Failures.translated(e);
        }
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
        return Files.isWritable(root.path())
                ? new HealthStatus.Healthy()
                : new HealthStatus.Unhealthy("the root directory cannot be written");
    }

    @Override
    public StorageCapabilities capabilities() {
        return new StorageCapabilities(true, true, true, 0);
    }

    @Override
    public void close() throws IOException {
        locks.close();
    }
}
