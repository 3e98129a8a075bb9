package dev.moorage.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.PresignRequest;
import dev.moorage.storage.spi.object.WriteCondition;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The test kit over the emulator. Requests are real and signed, and an independent implementation of the service responds.
 */
@Tag("emulator")
abstract class AzuriteContract implements AzureContract {
    private static Azurite azurite;

    private final String root = "/" + UUID.randomUUID();
    private final String commit;

    AzuriteContract(String commit) {
        this.commit = commit;
    }

    @BeforeAll
    static void startAzurite() throws Exception {
        azurite = Azurite.start();
    }

    @AfterAll
    static void stopAzurite() {
        azurite.close();
    }

    @Override
    public StorageDriver open() throws java.io.IOException {
        return azurite.open(root, commit);
    }

    @Test
    void whoHasAPresignedUrlReadsTheBlobAndChangesNothing() throws Exception {
        ObjectKey key = new ObjectKey("signed/a+b");
        try (StorageDriver driver = open();
                HttpClient client = HttpClient.newHttpClient()) {
            driver.put(key, new byte[] {1, 2, 3}, WriteCondition.ANY, Durability.POWER_LOSS);
            URI url = driver.presign(new PresignRequest(key, Duration.ofMinutes(5)))
                    .orElseThrow();
            HttpRequest get = HttpRequest.newBuilder(url).build();
            HttpRequest delete = HttpRequest.newBuilder(url).DELETE().build();
            assertThat(client.send(get, BodyHandlers.ofByteArray()).body()).containsExactly(1, 2, 3);
            assertThat(client.send(delete, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(403);
            assertThat(driver.stat(key)).isPresent();
        }
    }
}
