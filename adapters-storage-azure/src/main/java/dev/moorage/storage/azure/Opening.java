package dev.moorage.storage.azure;

import com.azure.core.http.HttpClient;
import dev.moorage.storage.azure.client.AzureConfig;
import dev.moorage.storage.azure.client.HttpConnections;
import dev.moorage.storage.azure.client.Settings;
import dev.moorage.storage.spi.DriverContext;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.PartBuffers;
import dev.moorage.storage.spi.io.Pausing;
import java.io.IOException;
import java.util.Objects;

/** Assembles a driver from its parts. A driver that cannot use its container does not open. */
final class Opening {
    private Opening() {}

    static StorageDriver open(AzureConfig config, DriverContext context) throws IOException {
        return open(config, context, HttpConnections.client(config, System.getenv()), Pausing::sleep);
    }

    static StorageDriver open(AzureConfig config, DriverContext context, HttpClient http, Pausing pausing)
            throws IOException {
        Connection.Connected connected;
        try {
            connected = new Connection(config, http, context.clock()).connect();
        } catch (RuntimeException e) {
            throw new IOException("the storage account cannot be used as it is configured: " + e.getMessage(), e);
        }
        long memory = Objects.requireNonNull(config.partsmemory());
        AzureStorageDriver driver = new AzureStorageDriver(
                connected,
                Settings.of(config),
                new PartBuffers(context.memory(), memory, Objects.requireNonNull(config.spooldirectory())),
                context.clock(),
                pausing);
        try {
            driver.requireContainer();
        } catch (IOException e) {
            driver.close();
            throw e;
        }
        return driver;
    }
}
