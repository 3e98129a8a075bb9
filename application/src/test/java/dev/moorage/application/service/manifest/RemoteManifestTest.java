package dev.moorage.application.service.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.fixture.RemoteDriver;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.manifest.ChangeCondition;
import dev.moorage.application.port.in.manifest.ChangeCondition.Expected;
import dev.moorage.application.port.in.manifest.ConditionNotMetException;
import dev.moorage.application.port.in.manifest.PutManifestCommand;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** A PUT of a manifest over a storage whose calls take a round trip. */
class RemoteManifestTest {
    private static final RepositoryName REPOSITORY = new RepositoryName("a");
    private static final Tag TAG = new Tag("t");
    private static final Digest SUBJECT = Contents.digest(new byte[] {1});
    private static final byte[] REFERRER = """
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[],
            "subject":{"mediaType":"application/vnd.oci.image.index.v1+json","digest":"%s","size":1}}""".formatted(SUBJECT).getBytes(StandardCharsets.UTF_8);
    private static final Digest DIGEST = Contents.digest(REFERRER);
    private static final ObjectKey LINK = RegistryKeys.revisionLink(REPOSITORY, DIGEST);

    private final InMemoryStorageDriver store = new InMemoryStorageDriver(new InMemoryStore());
    private final Contents contents = new Contents(store);

    private void put(HookedStorageDriver.Hook hook, Reference reference, ChangeCondition condition) throws IOException {
        StorageDriver driver = new RemoteDriver(new HookedStorageDriver(store, hook));
        ManifestServices.over(
                        driver,
                        Docket.of(driver, InstantSource.system()),
                        ManifestPolicy.COMPLETE,
                        MemoryBudget.ofHeap())
                .put()
                .put(new PutManifestCommand(
                        UnrestrictedCaller.ANONYMOUS,
                        REPOSITORY,
                        reference,
                        Optional.empty(),
                        REFERRER,
                        List.of(),
                        condition));
    }

    private static void meet(CyclicBarrier both) throws IOException {
        try {
            both.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IOException("the other write was not made at the same time", e);
        }
    }

    @Test
    void aTagAndItsHistoryAreWrittenTogether() throws IOException {
        ObjectKey tag = RegistryKeys.tagLink(REPOSITORY, TAG);
        ObjectKey history = RegistryKeys.tagIndexLink(REPOSITORY, TAG, DIGEST);
        CyclicBarrier both = new CyclicBarrier(2);
        Set<ObjectKey> together = Set.of(tag, history);
        put(
                (method, key) -> {
                    if (method.equals("put") && together.contains(key)) {
                        meet(both);
                    }
                },
                new Reference.ByTag(TAG),
                ChangeCondition.NONE);
        for (ObjectKey key : together) {
            assertThat(contents.read(key)).as("%s", key).isPresent();
        }
    }

    @Test
    void aManifestThatLosesTheRaceForItsConditionLeavesNoEntry() throws IOException {
        ChangeCondition ifAbsent = new ChangeCondition(Optional.empty(), Optional.of(new Expected.Any()));
        assertThatExceptionOfType(ConditionNotMetException.class)
                .isThrownBy(() -> put(
                        (method, key) -> {
                            if (method.equals("put") && key.equals(LINK)) {
                                contents.put(LINK, DIGEST.toString());
                            }
                        },
                        new Reference.ByDigest(DIGEST),
                        ifAbsent));
        assertThat(store.list(RegistryKeys.referrers(REPOSITORY, SUBJECT), ListOptions.recursive(1))
                        .entries())
                .isEmpty();
    }
}
