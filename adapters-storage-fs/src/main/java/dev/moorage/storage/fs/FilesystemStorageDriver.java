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
import dev.moorage.application.port.out.storage.StagingFencedException;
import dev.moorage.application.port.out.storage.StagingRequest;
import dev.moorage.application.port.out.storage.StorageCapabilities;
import dev.moorage.application.port.out.storage.StorageDriver;
import dev.moorage.application.port.out.storage.StorageFullException;
import dev.moorage.application.port.out.storage.WriteCondition;
import dev.moorage.application.transfer.TransferBuffers;
import dev.moorage.domain.blob.ByteRange;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Objects as files below a root, in the layout that Distribution's filesystem driver has. Several processes may share a
 * root: conditions and fences are decided under locks of the operating system, names change by rename.
 */
public final class FilesystemStorageDriver implements StorageDriver {
    private static final int WHOLE_PUT = 64 * 1024;

    private final Root root;
    private final TemporaryFiles temporaryFiles;
    private final KeyLocks locks;
    private final PoisonedForcing forcing;
    private final ObjectFiles files;
    private final WriteBehind writeBehind;
    private final StagingAreas staging;
    private final DirectoryListing listing = new DirectoryListing();

    private FilesystemStorageDriver(Root root, KeyLocks locks, PoisonedForcing forcing, TransferBuffers buffers) {
        this.root = root;
        this.temporaryFiles = new TemporaryFiles(root.temporaryFiles());
        this.locks = locks;
        this.forcing = forcing;
        Directories directories = new Directories(root.path(), forcing);
        this.files = new ObjectFiles(root, locks, directories, forcing);
        this.writeBehind = new WriteBehind(forcing);
        this.staging = new StagingAreas(root, directories, files, forcing, buffers, writeBehind, BootId.current());
    }

    static FilesystemStorageDriver open(Path directory, TransferBuffers buffers, Forcing forcing) throws IOException {
        Root root = Root.at(directory, forcing);
        FilesystemStorageDriver driver =
                new FilesystemStorageDriver(root, KeyLocks.at(root.locks()), new PoisonedForcing(forcing), buffers);
        driver.temporaryFiles.sweep();
        return driver;
    }

    @Override
    public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
        return translating(() -> files.stat(key));
    }

    @Override
    public Optional<ObjectContent> open(ObjectKey key, ByteRange range) throws IOException {
        return translating(() -> {
            Optional<FileChannel> file = files.open(key);
            return file.isEmpty() ? Optional.empty() : Optional.of(content(key, file.get(), range));
        });
    }

    private ObjectContent content(ObjectKey key, FileChannel file, ByteRange range) throws IOException {
        try {
            return new FileContent(file, files.info(key, file), range);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private interface Call<T> {
        T apply() throws IOException;
    }

    private static <T> T translating(Call<T> call) throws IOException {
        try {
            return call.apply();
        } catch (ConditionFailedException | StagingFencedException e) {
            throw e;
        } catch (IOException e) {
            throw Failures.translated(e);
        }
    }

    @Override
    public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
            throws IOException {
        return translating(() -> {
            files.put(key, content, condition, durability);
            return Versions.isHashed(content.length)
                    ? Versions.of(content)
                    : files.stat(key).map(ObjectInfo::version).orElseGet(() -> Versions.of(content));
        });
    }

    @Override
    public void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException {
        translating(() -> {
            files.delete(key, condition, durability);
            return true;
        });
    }

    @Override
    public void persist(ObjectKey key) throws IOException {
        translating(() -> {
            files.persist(key);
            return true;
        });
    }

    @Override
    public ObjectPage list(ObjectKey prefix, ListOptions options) throws IOException {
        return translating(() -> listing.page(root.of(prefix), prefix, options));
    }

    @Override
    public Optional<StagedObject> stage(StagingRequest request) throws IOException {
        return translating(() -> staging.stage(request));
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
            temporaryFiles.now();
            return new HealthStatus.Healthy();
        } catch (IOException e) {
            // A full disk is served from, and takes pushes again when there is room.
            return Failures.translated(e) instanceof StorageFullException
                    ? new HealthStatus.Healthy()
                    : new HealthStatus.Unhealthy("the root directory cannot be written");
        }
    }

    @Override
    public StorageCapabilities capabilities() {
        return new StorageCapabilities(true, true, true, true, 0, WHOLE_PUT);
    }

    @Override
    public void close() throws IOException {
        writeBehind.close();
        locks.close();
    }
}
