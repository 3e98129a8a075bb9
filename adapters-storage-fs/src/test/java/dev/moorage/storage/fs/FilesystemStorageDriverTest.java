package dev.moorage.storage.fs;

import dev.moorage.application.port.out.storage.StorageDriver;
import dev.moorage.application.transfer.TransferBuffers;
import dev.moorage.storage.tck.StorageDriverContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FilesystemStorageDriverTest implements StorageDriverContract {
    @TempDir
    private Path directory;

    @Override
    public StorageDriver open() throws IOException {
        return FilesystemStorageDriver.open(directory, new TransferBuffers(1 << 20, 4), new RealForcing());
    }
}
