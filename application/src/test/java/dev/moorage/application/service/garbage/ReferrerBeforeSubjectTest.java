package dev.moorage.application.service.garbage;

import static dev.moorage.application.service.garbage.CollectedStore.A;
import static dev.moorage.application.service.garbage.PushedRegistry.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.maintenance.RepositoryRemovals;
import dev.moorage.application.service.garbage.trash.Trash;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable.BlobLink;
import dev.moorage.domain.garbage.Removable.ManifestRevision;
import dev.moorage.domain.garbage.TrashRecord;
import dev.moorage.domain.garbage.Trashed.TrashedLink;
import dev.moorage.domain.name.Reference;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.tck.CountingStorageDriver;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A signature is pushed before its image, which may come after collections have taken the signature for garbage. */
class ReferrerBeforeSubjectTest {
    private static final byte[] LAYER = "layer".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SEAL = "seal".getBytes(StandardCharsets.UTF_8);
    private static final byte[] IMAGE = image(Contents.digest(LAYER));
    private static final Digest SUBJECT = Contents.digest(IMAGE);
    private static final byte[] SIGNATURE = ("{\"schemaVersion\":2,\"config\":{\"digest\":\"" + Contents.digest(SEAL)
                    + "\"},\"layers\":[],\"subject\":{\"digest\":\"" + SUBJECT + "\"}}")
            .getBytes(StandardCharsets.UTF_8);
    private static final Digest REFERRER = Contents.digest(SIGNATURE);
    private static final ObjectKey LINK = RegistryKeys.revisionLink(A, REFERRER);
    private static final ObjectKey ENTRY = RegistryKeys.referrerLink(A, SUBJECT, REFERRER);
    private static final ObjectKey SEAL_LINK = RegistryKeys.layerLink(A, Contents.digest(SEAL));

    private final CollectedStore store = new CollectedStore();
    private final ActingCollector docket = new ActingCollector(store.driver);
    private HookedStorageDriver.Hook hook = (_, _) -> {};
    private final CountingStorageDriver counting =
            new CountingStorageDriver(new HookedStorageDriver(store.driver, (method, key) -> hook.before(method, key)));
    private final PushedRegistry registry = new PushedRegistry(counting, PushedRegistry.IN_ORDER, store.clock);

    ReferrerBeforeSubjectTest() {
        store.removals = new RepositoryRemovals(true, true, Duration.ofDays(7));
    }

    @BeforeEach
    void pushesASignature() throws IOException {
        registry.push(A, SEAL);
        registry.put(A, SIGNATURE);
    }

    private boolean has(ObjectKey key) throws IOException {
        return store.contents.read(key).isPresent();
    }

    private void collect(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            store.grow();
            store.collect();
            assertThat(store.problems).isEmpty();
        }
    }

    private void pushImage() throws IOException {
        registry.push(A, LAYER);
        registry.put(A, "t", IMAGE);
    }

    @Test
    void aSignatureComesBackWithItsContentWhenItsImageIsPushed() throws IOException {
        collect(3);
        assertThat(has(LINK) || has(SEAL_LINK)).isFalse();
        pushImage();
        assertThat(has(LINK) && has(SEAL_LINK) && has(ENTRY)).isTrue();
        collect(3);
        assertThat(has(LINK) && has(SEAL_LINK) && has(ENTRY)).isTrue();
    }

    @Test
    void aSignatureThatIsCondemnedWhenItsImageIsPushedStays() throws IOException {
        docket.condemn(new ManifestRevision(A, REFERRER));
        pushImage();
        assertThat(docket.hasVerdictOn(new ManifestRevision(A, REFERRER))).isFalse();
    }

    @Test
    void contentThatLeavesWhileItsSignatureComesBackComesBackToo() throws IOException {
        collect(1);
        assertThat(has(SEAL_LINK)).as("one level at a time").isTrue();
        BlobLink seal = new BlobLink(A, Contents.digest(SEAL));
        docket.condemn(seal);
        AtomicBoolean written = new AtomicBoolean();
        AtomicBoolean done = new AtomicBoolean();
        hook = (method, key) -> {
            if (written.get() && key.equals(RegistryKeys.docketHead()) && !done.getAndSet(true)) {
                docket.remove(seal, store.clock.instant().plusSeconds(60));
                new Trash(store.driver)
                        .create(
                                7,
                                new TrashRecord(
                                        A,
                                        TrashRecord.By.COLLECTOR,
                                        List.of(new TrashedLink(seal.digest(), seal.digest()))));
                store.contents.delete(SEAL_LINK);
            }
            if (method.equals("put") && key.equals(LINK)) {
                written.set(true);
            }
        };
        pushImage();
        assertThat(done).isTrue();
        assertThat(has(LINK) && has(SEAL_LINK)).isTrue();
    }

    @Test
    void aSignatureThatAClientHasDeletedStaysAway() throws IOException {
        registry.delete(A, new Reference.ByDigest(REFERRER));
        store.contents.put(ENTRY, REFERRER.toString());
        collect(1);
        pushImage();
        assertThat(has(LINK)).isFalse();
    }

    @Test
    void theEntryGoesWithTheTrash() throws IOException {
        collect(3);
        assertThat(has(ENTRY)).isTrue();
        store.clock.pass(Duration.ofDays(7));
        collect(2);
        assertThat(has(ENTRY)).isFalse();
        pushImage();
        assertThat(has(LINK)).isFalse();
    }

    @Test
    void theReferrersAreListedOnlyWhereACollectorHasEverRun() throws IOException {
        pushImage();
        assertThat(counting.calls()).doesNotContainKey("list");
        docket.condemn(new BlobLink(A, Contents.digest(new byte[0])));
        counting.reset();
        pushImage();
        assertThat(counting.calls()).containsEntry("list", 1);
    }
}
