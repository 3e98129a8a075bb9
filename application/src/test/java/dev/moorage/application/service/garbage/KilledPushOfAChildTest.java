package dev.moorage.application.service.garbage;

import static dev.moorage.application.service.garbage.CollectedStore.A;
import static dev.moorage.application.service.garbage.PushedRegistry.image;
import static dev.moorage.application.service.garbage.PushedRegistry.index;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.service.garbage.trash.Trash;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.garbage.Removable.BlobLink;
import dev.moorage.domain.garbage.TrashRecord;
import dev.moorage.domain.garbage.Trashed.TrashedLink;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.tck.CountingStorageDriver;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The push of an image is killed before its last look, while a collector is taking out its layer. The image is there without
 * the layer. Its client has no 201, and goes on with an index after a HEAD of the image.
 */
class KilledPushOfAChildTest {
    private static final byte[] LAYER = "layer".getBytes(StandardCharsets.UTF_8);
    private static final Digest DIGEST = Contents.digest(LAYER);
    private static final byte[] IMAGE = image(DIGEST);
    private static final Digest CHILD = Contents.digest(IMAGE);
    private static final ObjectKey LINK = RegistryKeys.layerLink(A, DIGEST);

    private final CollectedStore store = new CollectedStore();
    private final ActingCollector collector = new ActingCollector(store.driver);
    private final CountingStorageDriver counting = new CountingStorageDriver(store.driver);
    private final PushedRegistry registry = new PushedRegistry(counting, PushedRegistry.IN_ORDER, store.clock);

    @BeforeEach
    void pushesALayer() throws IOException {
        registry.push(A, LAYER);
    }

    /** Takes the layer's link out in a whole round that has read the repository before the image was there. */
    private void takeOut() throws IOException {
        collector.condemn(new BlobLink(A, DIGEST));
        collector.remove(new BlobLink(A, DIGEST), store.clock.instant().plusSeconds(60));
        new Trash(store.driver)
                .create(7, new TrashRecord(A, TrashRecord.By.COLLECTOR, List.of(new TrashedLink(DIGEST, DIGEST))));
        store.contents.delete(LINK);
        collector.drop(new BlobLink(A, DIGEST));
    }

    private void killPush() {
        AtomicBoolean written = new AtomicBoolean();
        PushedRegistry killed = new PushedRegistry(
                new HookedStorageDriver(store.driver, (method, key) -> {
                    if (written.get()) {
                        throw new IOException("killed");
                    } else if (method.equals("put") && key.equals(RegistryKeys.revisionLink(A, CHILD))) {
                        takeOut();
                        store.contents.put(key, CHILD.toString());
                        written.set(true);
                    }
                }),
                PushedRegistry.IN_ORDER,
                store.clock);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> killed.put(A, IMAGE));
        assertThat(hasLink()).isFalse();
        assertThat(written).isTrue();
    }

    private boolean hasLink() {
        try {
            return store.contents.read(LINK).isPresent();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anIndexTakesTheLayerOfItsImageBack() throws IOException {
        killPush();
        registry.put(A, "t", index(CHILD));
        assertThat(hasLink()).isTrue();
    }

    @Test
    void anIndexOfAnIndexTakesItBackToo() throws IOException {
        killPush();
        Digest inner = Contents.digest(index(CHILD));
        store.contents.put(RegistryKeys.blob(inner), index(CHILD));
        store.contents.put(RegistryKeys.revisionLink(A, inner), inner.toString());
        registry.put(A, "t", index(inner));
        assertThat(hasLink()).isTrue();
    }

    /** Windows images have such layers, and clients do not push them. */
    @Test
    void anIndexTakesAnImageWithAForeignLayerThatNobodyHasPushed() throws IOException {
        collector.collect(store.blob("other"));
        byte[] foreign = """
                {"schemaVersion":2,"mediaType":"application/vnd.docker.distribution.manifest.v2+json",
                "config":{"digest":"%s","size":5},
                "layers":[{"mediaType":"application/vnd.docker.image.rootfs.foreign.diff.tar.gzip","size":1,
                "digest":"sha256:%s","urls":["https://mcr.example.org/layer"]}]}""".formatted(DIGEST, "ab".repeat(32)).getBytes(StandardCharsets.UTF_8);
        byte[] nondistributable = """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
                "config":{"digest":"%s","size":5},
                "layers":[{"mediaType":"application/vnd.oci.image.layer.nondistributable.v1.tar+gzip","size":1,
                "digest":"sha256:%s"}]}""".formatted(DIGEST, "cd".repeat(32)).getBytes(StandardCharsets.UTF_8);
        Digest index = registry.put(A, "t", index(registry.put(A, foreign), registry.put(A, nondistributable)));
        assertThat(registry.put(A, "nested", index(index))).isNotEqualTo(index);
    }

    @Test
    void anIndexIsRefusedWhenTheTrashHasExpired() throws IOException {
        killPush();
        store.contents.delete(RegistryKeys.trashRecord(A, 7));
        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> registry.put(A, "t", index(CHILD)))
                .satisfies(refused -> assertThat(refused.errors().toString()).contains(CHILD.toString()));
    }

    @Test
    void aVerdictOnTheLayerIsTakenOutBeforeTheIndexIsThere() throws IOException {
        registry.put(A, IMAGE);
        collector.condemn(new BlobLink(A, DIGEST));
        registry.put(A, "t", index(CHILD));
        assertThat(collector.hasVerdictOn(new BlobLink(A, DIGEST))).isFalse();
    }

    @Test
    void theContentOfImagesIsLookedAtOnlyWhereACollectorHasEverRun() throws IOException {
        registry.put(A, IMAGE);
        counting.reset();
        registry.put(A, "t", index(CHILD));
        Map<String, Integer> unused = Map.copyOf(counting.calls());
        collector.condemn(new BlobLink(A, Contents.digest(new byte[0])));
        counting.reset();
        registry.put(A, "t", index(CHILD));
        assertThat(unused).isEqualTo(Map.of("put", 4, "stat", 1, "sync", 1, "open", 1 + 3 + 1));
        assertThat(counting.calls())
                .as("and the image, its layer's link and its layer, and the referrers of the index")
                .isEqualTo(Map.of("put", 4, "stat", 1 + 1, "sync", 1, "open", 1 + 3 + 1 + 2, "list", 1));
    }

    @Test
    void aLayerThatTheImagesOfAnIndexShareIsLookedAtOnce() throws IOException {
        byte[] own = "own".getBytes(StandardCharsets.UTF_8);
        registry.push(A, own);
        Digest second = registry.put(A, image(DIGEST, Contents.digest(own)));
        Digest third = registry.put(A, image(Contents.digest(own), DIGEST));
        registry.put(A, IMAGE);
        collector.condemn(new BlobLink(A, Contents.digest(new byte[0])));
        counting.reset();
        registry.put(A, "t", index(CHILD, second, third));
        assertThat(counting.calls())
                .as("the bytes of three images and of two layers")
                .containsEntry("stat", 3 + 2);
    }
}
