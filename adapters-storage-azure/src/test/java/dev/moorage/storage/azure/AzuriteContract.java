package dev.moorage.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpPipelineBuilder;
import dev.moorage.storage.azure.client.AzureConfig;
import dev.moorage.storage.azure.client.HttpConnections;
import dev.moorage.storage.azure.client.Settings;
import dev.moorage.storage.azure.request.BlobNames;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.DeleteOutcome;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.PresignRequest;
import dev.moorage.storage.spi.object.WriteCondition;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
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
    void aSignedDeleteIsRefusedOnceItsTimeIsOverAndTakesEffectBefore() throws Exception {
        ObjectKey key = new ObjectKey("signed/a+b");
        AzureConfig config = azurite.config(root, commit);
        HttpClient http = HttpConnections.client(config, Map.of());
        Connection.Connected connected = new Connection(config, http, InstantSource.system()).connect();
        SignedDeletes signed = new SignedDeletes(
                connected.container(),
                connected.signer().orElseThrow(),
                new HttpPipelineBuilder().httpClient(http).build());
        String name = new BlobNames(Settings.of(config).root()).name(key);
        try (StorageDriver driver = open()) {
            String etag = driver.put(key, new byte[] {1, 2, 3}, WriteCondition.ANY, Durability.POWER_LOSS)
                    .value();
            Instant now = driver.stat(key).orElseThrow().lastModified();
            assertThat(signed.delete(name, etag, now.minusSeconds(2))).isEqualTo(DeleteOutcome.TOO_LATE);
            assertThat(signed.delete(name, "\"0x8D0\"", now.plusSeconds(60))).isEqualTo(DeleteOutcome.CHANGED);
            assertThat(driver.stat(key)).isPresent();
            assertThat(signed.delete(name, etag, now.plusSeconds(60))).isEqualTo(DeleteOutcome.DELETED);
            assertThat(driver.stat(key)).isEmpty();
        }
    }

    @Test
    void aPresignedUrlReadsTheBlobAndChangesNothing() throws Exception {
        ObjectKey key = new ObjectKey("signed/a+b");
        try (StorageDriver driver = open();
                java.net.http.HttpClient client = java.net.http.HttpClient.newHttpClient()) {
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
