package dev.moorage.application.service.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.fixture.DeniedCaller;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.manifest.PutManifestCommand;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.CountingStorageDriver;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The lookups of the references of a manifest. */
class PutManifestTest {
    private static final RepositoryName REPOSITORY = new RepositoryName("a");

    private final CountingStorageDriver driver =
            new CountingStorageDriver(new InMemoryStorageDriver(new InMemoryStore()));
    private final Contents contents = new Contents(driver);

    private Digest blob(int number) throws IOException {
        byte[] content = ("blob " + number).getBytes(StandardCharsets.US_ASCII);
        Digest digest = Contents.digest(content);
        contents.put(RegistryKeys.blob(digest), content);
        contents.put(RegistryKeys.layerLink(REPOSITORY, digest), digest.toString());
        return digest;
    }

    private static String image(Digest config, List<Digest> layers) {
        return layers.stream()
                .map(digest -> "{\"digest\":\"" + digest + "\"}")
                .collect(Collectors.joining(
                        ",", "{\"schemaVersion\":2,\"config\":{\"digest\":\"" + config + "\"},\"layers\":[", "]}"));
    }

    private static void put(StorageDriver through, String manifest) throws IOException {
        put(through, manifest, UnrestrictedCaller.ANONYMOUS);
    }

    @Test
    void aCallerThatMayNoLongerPushStoresNothing() throws IOException {
        String manifest = image(blob(1), List.of(blob(2)));
        CountingStorageDriver counting = new CountingStorageDriver(driver);
        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> put(counting, manifest, new DeniedCaller()))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.DENIED));
        assertThat(counting.calls()).doesNotContainKey("put");
    }

    private static void put(StorageDriver through, String manifest, Caller caller) throws IOException {
        ManifestServices.over(
                        through,
                        Docket.of(through, InstantSource.system()),
                        ManifestPolicy.COMPLETE,
                        MemoryBudget.ofHeap())
                .put()
                .put(new PutManifestCommand(
                        caller,
                        REPOSITORY,
                        new Reference.ByTag(new Tag("t")),
                        Optional.empty(),
                        manifest.getBytes(StandardCharsets.UTF_8),
                        List.of()));
    }

    @Test
    void whatAManifestRefersToOftenIsLookedUpOnceAndTheDocketThreeTimes() throws IOException {
        Digest config = blob(0);
        Digest layer = blob(1);
        driver.reset();
        put(driver, image(config, Collections.nCopies(500, layer)));
        assertThat(driver.calls()).containsEntry("stat", 2).containsEntry("open", 2 + 3);
    }

    @Test
    void referencesAreLookedUpInParallel() throws IOException {
        List<Digest> layers = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            layers.add(blob(i));
        }
        // Eight lookups. None of them continues before all have begun.
        CyclicBarrier all = new CyclicBarrier(8);
        put(
                new HookedStorageDriver(driver, (method, _) -> {
                    if (method.equals("stat")) {
                        try {
                            all.await(1, TimeUnit.MINUTES);
                        } catch (Exception e) {
                            throw new IOException("the others were not looked up at the same time", e);
                        }
                    }
                }),
                image(blob(7), layers));
    }

    @Test
    void aFailureOfTheStorageIsTheAnswer() throws IOException {
        List<Digest> layers = List.of(blob(1), blob(2), blob(3));
        String manifest = image(blob(0), layers);
        StorageDriver failing = new HookedStorageDriver(driver, (method, key) -> {
            if (method.equals("stat") && key.equals(RegistryKeys.blob(layers.get(1)))) {
                throw new IOException("no answer");
            }
        });
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> put(failing, manifest))
                .withMessage("no answer");
    }

    @Test
    void missingReferencesAreNamedInTheManifestsOrderAndNotWithoutEnd() throws IOException {
        Digest config = blob(0);
        List<Digest> missing = IntStream.range(0, 2000)
                .mapToObj(i -> Contents.digest(("missing " + i).getBytes(StandardCharsets.US_ASCII)))
                .toList();
        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> put(driver, image(config, missing)))
                .satisfies(refused -> {
                    List<String> named = refused.errors().stream()
                            .map(error -> error.detail().get("digest"))
                            .toList();
                    assertThat(named).hasSize(1000);
                    assertThat(missing.stream().map(Digest::toString)).containsSubsequence(named);
                });
    }
}
