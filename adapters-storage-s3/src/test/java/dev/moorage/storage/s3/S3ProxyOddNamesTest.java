package dev.moorage.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.s3.client.S3Clients;
import dev.moorage.storage.s3.client.S3Config;
import dev.moorage.storage.s3.request.Keys;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.PresignRequest;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.tck.Bodies;
import dev.moorage.storage.tck.DriverUnderTest;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Over the wire: a root with characters that are encoded in URLs, and objects of other programs below it. */
@Tag("emulator")
class S3ProxyOddNamesTest {
    @RegisterExtension
    static final S3ProxyProcess S3PROXY = new S3ProxyProcess();

    private static final byte[] CONTENT = Bodies.random(9, 30_000);

    @ParameterizedTest
    @ValueSource(strings = {"/a b%2F+c/", "100%", "ü", "a&b=c"})
    void whatIsPutBelowAnOddRootIsReadListedCopiedSignedAndDeleted(String root) throws Exception {
        String bucket = S3PROXY.newBucket();
        S3Config config = S3PROXY.config(bucket, S3Config.COPY, root);
        ObjectKey key = new ObjectKey("blobs/a%2Fb+c/data");
        ObjectKey staged = new ObjectKey("blobs/staged");
        try (StorageDriver driver = new S3StorageDriverFactory().open(config, DriverUnderTest.context());
                S3Client client = new S3Clients(config, Map.of()).client()) {
            for (String other : List.of("blobs/a b", "blobs/%41+", "blobs/\u00e9/x", "blobs/z z/y")) {
                client.putObject(
                        put -> put.bucket(bucket).key(Keys.below(root).root() + other), RequestBody.fromString("x"));
            }
            driver.put(key, CONTENT, WriteCondition.IF_ABSENT, Durability.POWER_LOSS);
            try (StagedObject upload = driver.stage(new StagingRequest.Begin(
                            new ObjectKey("uploads/1"), 1, Optional.empty(), OptionalLong.empty()))
                    .orElseThrow()) {
                upload.append(Bodies.of(CONTENT));
                upload.publish(upload.seal(), staged);
                upload.discard();
            }
            assertThat(read(driver, key)).isEqualTo(CONTENT);
            assertThat(read(driver, staged)).isEqualTo(CONTENT);
            assertThat(driver.list(new ObjectKey("blobs"), ListOptions.recursive(100))
                            .entries())
                    .extracting(entry -> entry.key().value())
                    .containsExactly("blobs/%41+", "blobs/a%2Fb+c/data", "blobs/staged");
            assertThat(signed(driver, key)).isEqualTo(CONTENT);
            driver.delete(key, WriteCondition.ANY, Durability.POWER_LOSS);
            assertThat(driver.stat(key)).isEmpty();
        }
    }

    private static byte[] read(StorageDriver driver, ObjectKey key) throws IOException {
        return DriverUnderTest.readAll(driver.open(key, ByteRange.WHOLE).orElseThrow());
    }

    private static byte[] signed(StorageDriver driver, ObjectKey key) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(driver.presign(new PresignRequest(key, Duration.ofMinutes(5)))
                        .orElseThrow())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
        }
    }
}
