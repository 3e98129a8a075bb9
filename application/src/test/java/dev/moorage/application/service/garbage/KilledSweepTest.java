package dev.moorage.application.service.garbage;

import static dev.moorage.application.service.garbage.CollectedStore.A;
import static dev.moorage.application.service.garbage.PushedRegistry.image;
import static dev.moorage.application.service.garbage.PushedRegistry.index;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.maintenance.RepositoryRemovals;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.garbage.Removable.BlobLink;
import dev.moorage.domain.garbage.Removable.ManifestRevision;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A collection that is killed before any one of its calls to the store, and clients that push what it was taking out. */
class KilledSweepTest {
    /** Returns whether the collection was killed. */
    private static boolean survivesAKillBeforeCall(int number) throws IOException {
        CollectedStore store = new CollectedStore();
        store.removals = new RepositoryRemovals(true, true, Duration.ofDays(7));
        store.parallel = 1;
        PushedRegistry registry = new PushedRegistry(store.driver, PushedRegistry.IN_ORDER, store.clock);
        Digest first = push(registry, "first");
        Digest second = push(registry, "second");
        Digest child = registry.put(A, image(first));
        Digest unused = registry.put(A, image(first, first));
        store.grow();
        int[] calls = new int[1];
        store.hook = (_, _) -> {
            if (calls[0]++ >= number) {
                throw new IOException("killed");
            }
        };
        boolean killed = false;
        try {
            store.collect();
        } catch (IOException _) {
            killed = true;
        }
        store.hook = (_, _) -> {};

        registry.put(A, "index", index(child));
        registry.put(A, "image", image(second));
        requireWhole(store, first, second, child);
        store.grow();
        assertThat(store.collect().complete()).isTrue();
        requireWhole(store, first, second, child);
        ActingCollector docket = new ActingCollector(store.driver);
        Removable[] objects = {new BlobLink(A, second), new ManifestRevision(A, child), new ManifestRevision(A, unused)
        };
        for (Removable object : objects) {
            assertThat(docket.hasVerdictOn(object)).as("%s", object).isFalse();
        }
        assertThat(store.contents.read(RegistryKeys.revisionLink(A, unused))).isEmpty();
        return killed || !store.problems.isEmpty();
    }

    private static Digest push(PushedRegistry registry, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        registry.push(A, content);
        return Contents.digest(content);
    }

    private static void requireWhole(CollectedStore store, Digest first, Digest second, Digest child)
            throws IOException {
        ObjectKey[] keys = {
            RegistryKeys.layerLink(A, first),
            RegistryKeys.layerLink(A, second),
            RegistryKeys.revisionLink(A, child),
            RegistryKeys.blob(first),
            RegistryKeys.blob(second),
            RegistryKeys.blob(child)
        };
        for (ObjectKey key : keys) {
            assertThat(store.contents.read(key)).as("%s", key).isPresent();
        }
    }

    @Test
    void whatItWasTakingOutCanBePushedAndTheNextCollectionCleansUp() throws IOException {
        int calls = 0;
        while (survivesAKillBeforeCall(calls)) {
            calls++;
        }
        assertThat(calls).isGreaterThan(20);
    }
}
