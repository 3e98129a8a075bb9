package dev.moorage.storage.azure;

import static dev.moorage.storage.azure.simulated.Operation.COPY_BLOB;
import static dev.moorage.storage.azure.simulated.Operation.DELETE_BLOB;
import static dev.moorage.storage.azure.simulated.Operation.GET_BLOB;
import static dev.moorage.storage.azure.simulated.Operation.GET_PROPERTIES;
import static dev.moorage.storage.azure.simulated.Operation.LIST_BLOBS;
import static dev.moorage.storage.azure.simulated.Operation.PUT_BLOB;
import static dev.moorage.storage.azure.simulated.Operation.PUT_BLOCK;
import static dev.moorage.storage.azure.simulated.Operation.PUT_BLOCK_LIST;
import static dev.moorage.storage.azure.simulated.Operation.SET_METADATA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.DeleteGuard;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.tck.Bodies;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The number of requests to the service for each step, by operation. */
class RequestCountsTest {
    private static final ObjectKey AREA = new ObjectKey("uploads/1");
    private static final ObjectKey TARGET = new ObjectKey("blobs/1");
    private static final byte[] THREE_BLOCKS = Bodies.random(1, 20_000);

    private final SimulatedDrivers copying = new SimulatedDrivers(false, 8192, 50_000);
    private final SimulatedDrivers referring = new SimulatedDrivers(true, 8192, 50_000);

    @Test
    void aSmallBlobIsOnePutAndReadingItOneGet() throws IOException {
        try (StorageDriver driver = copying.open()) {
            driver.put(TARGET, new byte[100], WriteCondition.IF_ABSENT, Durability.POWER_LOSS);
            assertThat(copying.service.counts()).isEqualTo(Map.of(PUT_BLOB, 1));
            driver.open(TARGET, ByteRange.WHOLE).orElseThrow().close();
            assertThat(copying.service.counts()).isEqualTo(Map.of(GET_BLOB, 1));
            driver.stat(TARGET);
            assertThat(copying.service.counts()).isEqualTo(Map.of(GET_PROPERTIES, 1));
            driver.delete(TARGET, WriteCondition.ANY, Durability.POWER_LOSS);
            assertThat(copying.service.counts()).isEqualTo(Map.of(GET_PROPERTIES, 1, DELETE_BLOB, 1));
        }
    }

    @Test
    void aBodyForAKnownTargetIsItsBlocksAndOneCommit() throws IOException {
        StagingRequest begin = new StagingRequest.Begin(AREA, 1, Optional.of(TARGET), OptionalLong.empty());
        try (StorageDriver driver = copying.open();
                StagedObject staged = driver.stage(begin).orElseThrow()) {
            staged.append(Bodies.of(THREE_BLOCKS));
            staged.publish(staged.seal(), TARGET);
            staged.discard();
        }
        assertThat(copying.service.counts()).isEqualTo(Map.of(PUT_BLOCK, 3, PUT_BLOCK_LIST, 1));
    }

    @Test
    void patchAndPutByCopyAreTheBlocksOneCommitOneCopyAndOneDelete() throws IOException {
        push(copying);
        assertThat(copying.service.counts())
                .isEqualTo(Map.of(PUT_BLOCK, 3, PUT_BLOCK_LIST, 1, COPY_BLOB, 1, DELETE_BLOB, 1));
    }

    @Test
    void patchAndPutByReferenceAreTheBlocksOneCommitOneMarkerAndTheReference() throws IOException {
        push(referring);
        assertThat(referring.service.counts())
                .isEqualTo(Map.of(PUT_BLOCK, 3, PUT_BLOCK_LIST, 1, SET_METADATA, 1, PUT_BLOB, 1));
        try (StorageDriver driver = referring.open()) {
            driver.open(TARGET, ByteRange.WHOLE).orElseThrow().close();
        }
        assertThat(referring.service.counts()).isEqualTo(Map.of(GET_BLOB, 2));
    }

    /** Sends PATCH with the bytes, and then PUT without any to another replica. */
    private static void push(SimulatedDrivers drivers) throws IOException {
        StagedState state;
        try (StorageDriver driver = drivers.open();
                StagedObject staged = driver.stage(begin()).orElseThrow()) {
            staged.append(Bodies.of(THREE_BLOCKS));
            state = staged.state();
        }
        try (StorageDriver driver = drivers.open();
                StagedObject staged =
                        driver.stage(new StagingRequest.Reopen(AREA, 2, state)).orElseThrow()) {
            staged.append(Bodies.of(new byte[0]));
            staged.publish(staged.seal(), TARGET);
            staged.discard();
        }
    }

    private static StagingRequest begin() {
        return new StagingRequest.Begin(AREA, 1, Optional.empty(), OptionalLong.empty());
    }

    @Test
    void reopeningAsksNothingAndTheNextPatchCommitsWhatItTookOver() throws IOException {
        try (StorageDriver driver = copying.open();
                StagedObject first = driver.stage(begin()).orElseThrow()) {
            first.append(Bodies.of(THREE_BLOCKS));
            copying.service.counts();
            StagedObject second = driver.stage(new StagingRequest.Reopen(AREA, 2, first.state()))
                    .orElseThrow();
            second.truncate(20_000);
            assertThat(copying.service.counts()).isEmpty();
            second.append(Bodies.of(THREE_BLOCKS));
            assertThat(copying.service.counts()).isEqualTo(Map.of(PUT_BLOCK_LIST, 1, PUT_BLOCK, 3));
        }
    }

    @Test
    void aPageOfAListingIsOneRequestWhereverItBegins() throws IOException {
        try (StorageDriver driver = copying.open()) {
            for (int i = 0; i < 26; i++) {
                driver.put(
                        new ObjectKey("list/" + (char) ('a' + i) + "/x"),
                        new byte[1],
                        WriteCondition.ANY,
                        Durability.PROCESS_CRASH);
            }
            copying.service.counts();
            driver.list(new ObjectKey("list"), ListOptions.children(5).after("list/c/"));
            driver.list(new ObjectKey("list"), ListOptions.recursive(5).after("list/c/x"));
            assertThat(copying.service.counts()).isEqualTo(Map.of(LIST_BLOBS, 2));
        }
    }

    @Test
    void aDeleteUnderAGuardIsTwoRequestsForEachObjectAndOneForAllOfThem() throws IOException {
        try (StorageDriver driver = copying.open()) {
            Set<ObjectKey> keys = new HashSet<>();
            for (int i = 0; i < 30; i++) {
                keys.add(new ObjectKey("blobs/" + i));
                driver.put(new ObjectKey("blobs/" + i), new byte[3], WriteCondition.ANY, Durability.POWER_LOSS);
            }
            ObjectVersion version = driver.put(TARGET, new byte[3], WriteCondition.ANY, Durability.POWER_LOSS);
            keys.remove(TARGET);
            copying.service.counts();
            DeleteGuard guard =
                    new DeleteGuard(TARGET, version, copying.account.now().plusSeconds(60));
            driver.deleteWhile(guard, keys, Durability.POWER_LOSS);
            assertThat(copying.service.counts()).isEqualTo(Map.of(GET_PROPERTIES, 30, DELETE_BLOB, 29));
        }
    }

    @Test
    void healthIsAskedForOnceInFiveSeconds() throws IOException {
        try (StorageDriver driver = copying.open()) {
            driver.check();
            driver.check();
            assertThat(copying.service.counts()).isEqualTo(Map.of(GET_BLOB, 1));
        }
    }
}
