package dev.moorage.application.service.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.maintenance.VerifyCheckpoint;
import dev.moorage.application.port.in.maintenance.VerifyRequest;
import dev.moorage.application.service.maintenance.StoredRegistry.Verified;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuarantineTest {
    private StoredRegistry registry;
    private ObjectKey blob;
    private byte[] rotten;
    private ObjectKey aside;

    @BeforeEach
    void aBlobIsRotten() throws IOException {
        registry = new StoredRegistry();
        blob = RegistryKeys.blob(registry.layer);
        registry.contents.rot(blob);
        rotten = registry.contents.read(blob).orElseThrow();
        aside = RegistryKeys.quarantined(registry.layer, Contents.digest(rotten));
        // CNCF Distribution's link under another algorithm would be a finding of its own.
        registry.contents.delete(RegistryKeys.layerLink(StoredRegistry.DEEP, registry.distributions512));
    }

    private Verified repair(StorageDriver through) throws IOException {
        return registry.verify(through, new VerifyRequest(2, true, VerifyCheckpoint.START), Integer.MAX_VALUE);
    }

    private StorageDriver failingAt(String failing) {
        return new HookedStorageDriver(registry.driver, (method, key) -> {
            if (method.equals(failing) && (key.equals(blob) || key.value().startsWith(".moorage/"))) {
                throw new IOException("not now");
            }
        });
    }

    @Test
    void whereverTheStoreFailsNoByteIsLostAndTheNextRunFinishes() throws IOException {
        for (String method : List.of("stage", "append", "seal", "publish", "discard", "delete")) {
            aBlobIsRotten();
            Verified failed = repair(failingAt(method));
            assertThat(failed.found()).as(method).containsExactly("DAMAGED FAILED");
            assertThat(failed.tally().repaired()).as(method).isZero();
            assertThat(registry.contents.read(blob)).as(method).contains(rotten);
            Verified next = repair(registry.driver);
            assertThat(next.found()).as(method).containsExactly("DAMAGED QUARANTINED");
            assertThat(registry.contents.read(blob)).as(method).isEmpty();
            assertThat(registry.contents.read(aside)).as(method).contains(rotten);
        }
    }

    @Test
    void aBlobThatAPushReplacesWhileItIsCopiedStays() throws IOException {
        for (String method : List.of("stage", "append", "seal", "publish", "discard", "delete")) {
            aBlobIsRotten();
            boolean[] pushed = new boolean[1];
            StorageDriver raced = new HookedStorageDriver(registry.driver, (called, key) -> {
                if (called.equals(method) && !pushed[0]) {
                    pushed[0] = true;
                    registry.contents.put(blob, StoredRegistry.LAYER);
                }
            });
            assertThat(repair(raced).found()).as(method).containsExactly("DAMAGED SUPERSEDED");
            assertThat(pushed).as(method).containsExactly(true);
            assertThat(registry.contents.read(blob)).as(method).contains(StoredRegistry.LAYER);
            assertThat(registry.verify(false).found()).as(method).isEmpty();
        }
    }

    @Test
    void whatIsReadOtherwiseTheSecondTimeStaysWhereItIs() throws IOException {
        int[] opened = new int[1];
        StorageDriver moody = new HookedStorageDriver(registry.driver, (method, key) -> {
            if (method.equals("open") && key.equals(blob) && opened[0]++ == 1) {
                registry.contents.put(blob, "something else");
            }
        });
        assertThat(repair(moody).found()).containsExactly("DAMAGED SUPERSEDED");
        assertThat(registry.contents.read(blob)).isPresent();
        assertThat(registry.contents.read(aside)).isEmpty();
        assertThat(registry.store.stagedCount()).isZero();
    }

    @Test
    void twoRepairsAtOnceLeaveOneCopy() throws IOException {
        boolean[] begun = new boolean[1];
        Verified[] other = new Verified[1];
        StorageDriver raced = new HookedStorageDriver(registry.driver, (method, key) -> {
            if (method.equals("delete") && key.equals(blob) && !begun[0]) {
                begun[0] = true;
                other[0] = repair(registry.driver);
            }
        });
        assertThat(repair(raced).found()).containsExactly("DAMAGED SUPERSEDED");
        // The other run came after the links had been checked, so no repository lacks the blob yet.
        assertThat(other[0].found()).containsExactly("DAMAGED QUARANTINED");
        Map<String, String> all = registry.contents.all();
        assertThat(all.keySet().stream().filter(key -> key.startsWith(".moorage/")))
                .containsExactly(aside.value());
    }

    @Test
    void copiesOfAKilledRunAreRemovedAfterSevenDaysByARepair() throws IOException {
        requireSwept(RegistryKeys.QUARANTINING);
    }

    @Test
    void copiesOfAKilledRunOfAnEarlierVersionAreRemovedAfterSevenDaysByARepair() throws IOException {
        requireSwept(new ObjectKey("moorage/quarantining"));
    }

    private void requireSwept(ObjectKey copies) throws IOException {
        ObjectKey left = copies.resolve("0a0a0a0a-0000-0000-0000-000000000000/data");
        registry.contents.put(left, "half a blob");
        registry.clock.pass(Duration.ofDays(6));
        repair(registry.driver);
        assertThat(registry.contents.read(left)).isPresent();
        registry.clock.pass(Duration.ofDays(2));
        registry.verify(false);
        assertThat(registry.contents.read(left)).as("without a repair").isPresent();
        repair(registry.driver);
        assertThat(registry.contents.read(left)).isEmpty();
    }
}
