package com.example.moorage.sqlite;

import dev.moorage.application.port.out.storage.DriverContext;
import dev.moorage.application.port.out.storage.StorageDriver;
import dev.moorage.application.transfer.TransferBuffers;
import dev.moorage.storage.tck.StorageDriverContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

/** The driver does what every storage driver must do. */
class SqliteStorageDriverTest implements StorageDriverContract {
    @TempDir
    private Path folder;

    @Override
    public StorageDriver open() throws IOException {
        SqliteConfig config = new SqliteConfig(folder.resolve("registry.db").toString());
        DriverContext context = new DriverContext(InstantSource.system(), new TransferBuffers(1 << 20, 4));
        return new SqliteStorageDriverFactory().open(config, context);
    }
}
