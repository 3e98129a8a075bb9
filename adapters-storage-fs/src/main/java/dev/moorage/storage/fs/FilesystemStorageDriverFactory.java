package dev.moorage.storage.fs;

import dev.moorage.storage.spi.DriverContext;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.StorageDriverFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/** Opens the filesystem driver, {@code storage.filesystem}. */
public final class FilesystemStorageDriverFactory implements StorageDriverFactory<FilesystemConfig> {
    @Override
    public String type() {
        return "filesystem";
    }

    @Override
    public Class<FilesystemConfig> configType() {
        return FilesystemConfig.class;
    }

    @Override
    public StorageDriver open(FilesystemConfig config, DriverContext context) throws IOException {
        return FilesystemStorageDriver.open(root(config), config.options(), context, new RealFsync());
    }

    @Override
    public StorageDriver openReadOnly(FilesystemConfig config, DriverContext context) throws IOException {
        return ReadOnlyFilesystemStorageDriver.open(
                root(config), config.options().followLinks());
    }

    private static Path root(FilesystemConfig config) {
        return Path.of(Objects.requireNonNull(config.rootdirectory()));
    }
}
