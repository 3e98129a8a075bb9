package dev.moorage.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import dev.moorage.storage.s3.client.S3Clients;
import dev.moorage.storage.s3.client.S3Config;
import dev.moorage.storage.s3.request.Bucket;
import dev.moorage.storage.s3.request.Checksums;
import dev.moorage.storage.s3.request.ListingForm;
import dev.moorage.storage.s3.request.ObjectSettings;
import dev.moorage.storage.tck.network.OutboundContract;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** The driver's client behind proxies and with private authorities. */
class OutboundTest extends OutboundContract {
    @Override
    protected HttpHandler answers() {
        return exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                exchange.getResponseHeaders().add("ETag", "\"1\"");
                exchange.sendResponseHeaders(200, -1);
            }
        };
    }

    @Override
    protected String caFileKey() {
        return "storage.s3.cafile";
    }

    @Override
    protected Optional<String> failure(Map<String, String> environment, String url, String... keysAndValues) {
        Map<String, String> keys = new HashMap<>(Map.of(
                "bucket", "b",
                "accesskey", "a",
                "secretkey", "s",
                "forcepathstyle", "true",
                "regionendpoint", url));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            keys.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        S3Config config = Configs.of(keys.entrySet().stream()
                .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
                .toArray(String[]::new));
        try (S3Client client = new S3Clients(config, environment).client()) {
            String etag = new Bucket(
                            client, "b", ObjectSettings.OF_THE_BUCKET, Checksums.WHEN_REQUIRED, ListingForm.V2_ENCODED)
                    .put("key", "body".getBytes(), Map.of(), request -> {});
            assertThat(etag).isEqualTo("\"1\"");
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Test
    void noCertificateIsVerifiedWhereTheConfigurationSaysSo() {
        assertThat(failure(Map.of(), "https://localhost:" + securePort(), "skipverify", "true"))
                .isEmpty();
    }
}
