package dev.moorage.application.service.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.memory.MemoryShortException;
import dev.moorage.application.port.in.manifest.GetManifest;
import dev.moorage.application.port.in.manifest.ManifestContent;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.domain.blob.Descriptor;
import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.tck.CountingStorageDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The storage calls and the memory of reading a manifest. */
class GetManifestTest {
    private static final RepositoryName REPOSITORY = new RepositoryName("a");

    private final CountingStorageDriver driver =
            new CountingStorageDriver(new InMemoryStorageDriver(new InMemoryStore()));
    private final Contents contents = new Contents(driver);
    private final MemoryBudget memory = new MemoryBudget(4 << 20, Duration.ofMillis(20), Duration.ofHours(1));
    private final GetManifest get = ManifestServices.over(
                    driver, Docket.of(driver, InstantSource.system()), ManifestPolicy.COMPLETE, memory)
            .get();

    private Digest manifest(String json) throws IOException {
        byte[] content = json.getBytes(StandardCharsets.UTF_8);
        Digest digest = Contents.digest(content);
        contents.put(RegistryKeys.blob(digest), content);
        contents.put(RegistryKeys.revisionLink(REPOSITORY, digest), digest.toString());
        return digest;
    }

    private static String large() {
        return "{\"mediaType\":\"a/b\",\"x\":\"" + "x".repeat(2 << 20) + "\"}";
    }

    @Test
    void theTypeOfAManifestIsReadOutOfItOnce() throws IOException {
        Digest digest = manifest("{\"mediaType\":\"a/b\"}");
        Descriptor descriptor = new Descriptor(new MediaType("a/b"), digest, 19);
        assertThat(get.describe(REPOSITORY, digest)).isEqualTo(descriptor);
        driver.reset();
        assertThat(get.describe(REPOSITORY, digest)).isEqualTo(descriptor);
        assertThat(driver.calls()).isEqualTo(Map.of("stat", 1));
    }

    @Test
    void aManifestThatIsDamagedIsNotDescribed() throws IOException {
        Digest digest = manifest("{\"mediaType\":\"a/b\"}");
        get.describe(REPOSITORY, digest);
        contents.put(RegistryKeys.blob(digest), "");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> get.describe(REPOSITORY, digest));
    }

    @Test
    void aLargeManifestHoldsMemoryUntilItIsClosed() throws IOException {
        Digest digest = manifest(large());
        ManifestContent first = get.get(REPOSITORY, digest);
        assertThatExceptionOfType(MemoryShortException.class).isThrownBy(() -> get.get(REPOSITORY, digest));
        first.close();
        get.get(REPOSITORY, digest).close();
        get.get(REPOSITORY, digest).close();
    }

    @Test
    void aReadingThatFailsGivesItsMemoryBack() throws IOException {
        Digest digest = manifest(large());
        contents.put(RegistryKeys.blob(digest), large().replace("a/b", "a/c"));
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> get.get(REPOSITORY, digest))
                    .withMessageContaining("damaged");
        }
    }
}
