package dev.moorage.application.service.garbage;

import static dev.moorage.application.service.garbage.CollectedStore.A;
import static dev.moorage.application.service.garbage.PushedRegistry.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.maintenance.RepositoryRemovals;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client deletes what a collector takes out at about the same time. The last removal decides what a manifest takes back. */
class ClientsAndCollectorsDeleteTest {
    private static final byte[] LAYER = "layer".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER = "other".getBytes(StandardCharsets.UTF_8);

    private final CollectedStore store = new CollectedStore();
    private final PushedRegistry registry = new PushedRegistry(store.driver, PushedRegistry.IN_ORDER, store.clock);
    private final List<ObjectKey> records = new ArrayList<>();

    ClientsAndCollectorsDeleteTest() {
        store.removals = new RepositoryRemovals(true, true, Duration.ofDays(7));
        store.parallel = 1;
    }

    private Digest push(byte[] content) throws IOException {
        registry.push(A, content);
        return Contents.digest(content);
    }

    private boolean isLinked(Digest layer) throws IOException {
        return store.contents.read(RegistryKeys.layerLink(A, layer)).isPresent();
    }

    private interface Act {
        void run() throws IOException;
    }

    /** Acts before the collector writes its record of the trash for a certain time. */
    private void beforeTheRecord(int number, Act act) {
        store.hook = (method, key) -> {
            if (method.equals("put") && key.isBelow(RegistryKeys.TRASH)) {
                records.add(key);
                if (records.size() == number) {
                    act.run();
                }
            }
        };
    }

    private void pass() {
        store.clock.pass(Duration.ofSeconds(1));
    }

    private void requireRefused(Digest layer) {
        assertThatExceptionOfType(RegistryException.class)
                .as("a client has deleted the layer")
                .isThrownBy(() -> registry.put(A, "t", image(layer)));
    }

    @Test
    void aRecordThatGrowsAfterAClientHasDeletedIsNoLaterRemoval() throws IOException {
        Digest layer = push(LAYER);
        Digest other = push(OTHER);
        store.grow();
        List<Digest> first = new ArrayList<>();
        beforeTheRecord(2, () -> {
            byte[] gone = isLinked(layer) ? OTHER : LAYER;
            first.add(push(gone));
            pass();
            registry.deleteBlob(A, first.getFirst());
            pass();
        });
        store.collect();
        assertThat(records).as("one record, written twice").hasSize(2).containsOnly(records.getFirst());
        assertThat(isLinked(layer) || isLinked(other)).isFalse();
        requireRefused(first.getFirst());
    }

    @Test
    void aDeleteBetweenARemovalAndItsRecordIsTheLastRemoval() throws IOException {
        Digest layer = push(LAYER);
        store.grow();
        beforeTheRecord(1, () -> {
            registry.deleteBlob(A, layer);
            pass();
        });
        store.collect();
        assertThat(records).hasSize(1);
        requireRefused(layer);
    }

    @Test
    void whatIsPushedAgainAfterADeleteComesBackWhenACollectorHasTakenIt() throws IOException {
        Digest layer = push(LAYER);
        registry.deleteBlob(A, layer);
        pass();
        push(LAYER);
        store.grow();
        store.collect();
        assertThat(isLinked(layer)).isFalse();
        registry.put(A, "t", image(layer));
        assertThat(isLinked(layer)).isTrue();
    }

    @Test
    void whatAClientDeletesAndPushesAtOnceComesBackWhenACollectorHasTakenIt() throws IOException {
        Digest layer = push(LAYER);
        pass();
        registry.deleteBlob(A, layer);
        push(LAYER);
        store.grow();
        store.collect();
        registry.put(A, "t", image(layer));
        assertThat(isLinked(layer)).as("by a clock of whole seconds").isTrue();
    }
}
