package dev.moorage.application.service.garbage;

import static dev.moorage.application.service.garbage.CollectedStore.A;
import static dev.moorage.application.service.garbage.PushedRegistry.image;
import static dev.moorage.application.service.garbage.PushedRegistry.index;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.maintenance.RepositoryRemovals;
import dev.moorage.application.service.garbage.trash.Trash;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.TrashRecord;
import dev.moorage.domain.garbage.Trashed.TrashedLink;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A manifest needs several things that a collector takes out of its repository, and they leave one after the other. */
class TrashDuringPushTest {
    private final CollectedStore store = new CollectedStore();
    private HookedStorageDriver.Hook hook = (_, _) -> {};
    private final PushedRegistry registry = new PushedRegistry(
            new HookedStorageDriver(store.driver, (method, key) -> hook.before(method, key)),
            PushedRegistry.IN_ORDER,
            store.clock);

    TrashDuringPushTest() {
        store.removals = new RepositoryRemovals(true, true, Duration.ofDays(7));
    }

    private Digest push(String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        registry.push(A, content);
        return Contents.digest(content);
    }

    private boolean has(ObjectKey key) throws IOException {
        return store.contents.read(key).isPresent();
    }

    /** Takes a link out of the repository as a round does that was published before the push came. */
    private void takeOut(long number, Digest layer) throws IOException {
        new Trash(store.driver)
                .create(number, new TrashRecord(A, TrashRecord.By.COLLECTOR, List.of(new TrashedLink(layer, layer))));
        store.contents.delete(RegistryKeys.layerLink(A, layer));
    }

    @Test
    void aLayerThatLeavesAfterTheTrashWasReadForItsManifestComesBackToo() throws IOException {
        Digest layer = push("layer");
        Digest child = registry.put(A, image(layer));
        store.grow();
        store.collect();
        assertThat(has(RegistryKeys.revisionLink(A, child))).isFalse();
        AtomicBoolean done = new AtomicBoolean();
        hook = (method, key) -> {
            if (method.equals("open") && key.equals(RegistryKeys.blob(child)) && !done.getAndSet(true)) {
                takeOut(7, layer);
            }
        };
        registry.put(A, "t", index(child));
        assertThat(done).isTrue();
        assertThat(has(RegistryKeys.revisionLink(A, child))).isTrue();
        assertThat(has(RegistryKeys.layerLink(A, layer))).isTrue();
    }

    @Test
    void aLayerThatLeavesAfterTheTrashWasReadForAnotherLayerComesBackToo() throws IOException {
        Digest first = push("first");
        Digest second = push("second");
        takeOut(7, first);
        AtomicBoolean done = new AtomicBoolean();
        CountDownLatch cameBack = new CountDownLatch(1);
        hook = (method, key) -> {
            if (method.equals("put") && key.equals(RegistryKeys.layerLink(A, first))) {
                cameBack.countDown();
            } else if (method.equals("open")
                    && key.equals(RegistryKeys.layerLink(A, second))
                    && !done.getAndSet(true)) {
                await(cameBack);
                takeOut(8, second);
            }
        };
        registry.put(A, "t", image(first, first, second));
        assertThat(done).isTrue();
        assertThat(has(RegistryKeys.layerLink(A, first))).isTrue();
        assertThat(has(RegistryKeys.layerLink(A, second))).isTrue();
    }

    /** Waits until the first layer has come back, or for a moment, as a request looks for all its layers first. */
    private static void await(CountDownLatch cameBack) throws IOException {
        try {
            boolean _ = cameBack.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            throw new InterruptedIOException();
        }
    }
}
