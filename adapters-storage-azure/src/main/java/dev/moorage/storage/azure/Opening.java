package dev.moorage.storage.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import dev.moorage.application.port.out.storage.DriverContext;
import dev.moorage.application.port.out.storage.StorageDriver;
import dev.moorage.application.transfer.PartBuffers;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;

/** How a driver is put together. */
final class Opening {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private Opening() {}

    static StorageDriver open(AzureConfig config, DriverContext context) throws IOException {
        HttpClient http = new JdkHttpClientBuilder()
                .connectionTimeout(CONNECT)
                .responseTimeout(ANSWER)
                .build();
        return open(config, context, http, Pause::sleep);
    }

    static StorageDriver open(AzureConfig config, DriverContext context, HttpClient http, Pause pause)
            throws IOException {
        Connection.Connected connected;
        try {
            connected = new Connection(config, http, context.clock()).connect();
        } catch (RuntimeException e) {
            throw new IOException("the storage account cannot be used as it is configured: " + e.getMessage(), e);
        }
        long memory = Objects.requireNonNull(config.partsmemory());
        return new AzureStorageDriver(
                connected,
                Settings.of(config),
                new PartBuffers(memory, Objects.requireNonNull(config.spooldirectory())),
                context.clock(),
                pause);
    }
}
