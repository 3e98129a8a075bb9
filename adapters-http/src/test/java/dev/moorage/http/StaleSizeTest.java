package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Tests a blob that was damaged and pushed again. A cached size of the damaged blob is replaced by the current one, and is
 * never sent in a response.
 */
class StaleSizeTest {
    private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.US_ASCII);
    private static final Digest BLOB = Digest.of(DigestAlgorithm.SHA256, CONTENT);

    private final AtomicInteger stale = new AtomicInteger();
    private final RunningRegistry registry =
            new RunningRegistry(forgetful(new InMemoryStorageDriver(new InMemoryStore())));
    private final RawClient client = registry.client();

    StaleSizeTest() throws IOException {
        client.push("a", CONTENT);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        registry.close();
    }

    /** Returns the size of the damaged blob for the first calls, and the current size after that. */
    private StorageDriver forgetful(StorageDriver driver) {
        return (StorageDriver) Proxy.newProxyInstance(
                StorageDriver.class.getClassLoader(), new Class<?>[] {StorageDriver.class}, (_, method, arguments) -> {
                    if (method.getName().equals("stat")
                            && arguments[0].equals(RegistryKeys.blob(BLOB))
                            && stale.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                        return driver.stat((ObjectKey) arguments[0])
                                .map(info -> new ObjectInfo(info.key(), 3, info.version(), info.lastModified()));
                    }
                    try {
                        return method.invoke(driver, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void aGetIsAnsweredWithWhatIsThereNow() throws IOException {
        stale.set(1);
        RawClient.Answer whole = client.send("GET /v2/a/blobs/" + BLOB);
        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.header("Content-Length")).contains("10");
        assertThat(whole.body()).isEqualTo(CONTENT);
    }

    @Test
    void aRangeIsOneOfWhatIsThereNow() throws IOException {
        stale.set(1);
        RawClient.Answer part = client.send("GET /v2/a/blobs/" + BLOB, "Range: bytes=1-2");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.header("Content-Range")).contains("bytes 1-2/10");
        assertThat(part.text()).isEqualTo("12");
        stale.set(1);
        assertThat(client.send("GET /v2/a/blobs/" + BLOB, "Range: bytes=0-1,4-5")
                        .status())
                .isEqualTo(206);
    }

    @Test
    void aSizeThatStaysWrongIsAFailureAndNoShortBlob() throws IOException {
        stale.set(2);
        RawClient.Answer answer = client.send("GET /v2/a/blobs/" + BLOB);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isPresent();
        assertThat(answer.header("ETag")).isEmpty();
        assertThat(client.send("GET /v2/a/blobs/" + BLOB).body()).isEqualTo(CONTENT);
    }
}
