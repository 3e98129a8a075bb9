package dev.moorage.storage.s3;

import static dev.moorage.storage.s3.Uploads.TARGET;
import static dev.moorage.storage.s3.Uploads.begin;
import static dev.moorage.storage.s3.Uploads.beginDirect;
import static dev.moorage.storage.s3.Uploads.reopen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.s3.request.Checksums;
import dev.moorage.storage.s3.staging.CommitMode;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.DeleteGuard;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.PresignRequest;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.tck.Bodies;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The number of requests for each way to push a blob. Here a part has 8 KiB, and one request copies up to 16 KiB. */
class RequestCountsTest {
    private static final byte[] SMALL = Bodies.random(1, 5000);
    private static final byte[] LARGE = Bodies.random(2, 102_400);

    private static StorageDriver opened(SimulatedStore store) throws IOException {
        StorageDriver driver = store.open();
        // The sweep of abandoned uploads runs on its own thread, so the test waits for its request.
        Awaitility.await().until(() -> store.s3().countsSoFar().containsKey("ListMultipartUploads"));
        store.s3().takeCounts();
        return driver;
    }

    @Test
    void aSmallBlobIsOnePut() throws IOException {
        SimulatedStore store = SimulatedStore.small(CommitMode.COPY);
        try (StorageDriver driver = opened(store)) {
            driver.put(TARGET, SMALL, WriteCondition.IF_ABSENT, Durability.POWER_LOSS);
            assertThat(store.s3().takeCounts()).isEqualTo(Map.of("PutObject", 1));
        }
    }

    @Test
    void aLargeBlobWhoseDigestIsKnownIsItsPartsAndTwoMore() throws IOException {
        SimulatedStore store = SimulatedStore.small(CommitMode.COPY);
        try (StorageDriver driver = opened(store);
                StagedObject staged = beginDirect(driver, OptionalLong.of(LARGE.length))) {
            staged.append(Bodies.of(LARGE));
            staged.publish(staged.seal(), TARGET);
            staged.discard();
            assertThat(store.s3().takeCounts())
                    .isEqualTo(Map.of("CreateMultipartUpload", 1, "UploadPart", 13, "CompleteMultipartUpload", 1));
        }
    }

    @Test
    void aSmallPatchIsOnePutAndIsCommittedByOneCopy() throws IOException {
        SimulatedStore store = SimulatedStore.small(CommitMode.COPY);
        try (StorageDriver driver = opened(store)) {
            StagedState state = patch(driver, SMALL);
            assertThat(store.s3().takeCounts()).isEqualTo(Map.of("PutObject", 1));
            commit(driver, state);
            assertThat(store.s3().takeCounts())
                    .isEqualTo(Map.of("CopyObject", 1, "ListObjectsV2", 1, "DeleteObject", 1));
        }
    }

    @Test
    void aSmallPatchIsCommittedByAReferenceAndItsMarker() throws IOException {
        SimulatedStore store = SimulatedStore.small(CommitMode.REFERENCE);
        try (StorageDriver driver = opened(store)) {
            StagedState state = patch(driver, SMALL);
            assertThat(store.s3().takeCounts()).isEqualTo(Map.of("PutObject", 1));
            commit(driver, state);
            assertThat(store.s3().takeCounts())
                    .isEqualTo(Map.of("PutObject", 2, "ListObjectsV2", 2, "HeadObject", 1, "GetObject", 2));
        }
    }

    @Test
    void aLargePatchIsItsPartsAndIsCommittedByCopiesOfRanges() throws IOException {
        SimulatedStore store = SimulatedStore.small(CommitMode.COPY);
        try (StorageDriver driver = opened(store)) {
            StagedState state = patch(driver, LARGE);
            assertThat(store.s3().takeCounts()).isEqualTo(Map.of("CreateMultipartUpload", 1, "UploadPart", 13));
            commit(driver, state);
            assertThat(store.s3().takeCounts())
                    .isEqualTo(Map.of(
                            "CompleteMultipartUpload", 2,
                            "HeadObject", 1,
                            "CreateMultipartUpload", 1,
                            "UploadPartCopy", 6,
                            "ListObjectsV2", 1,
                            "DeleteObject", 1));
        }
    }

    @Test
    void aLargePatchIsCommittedByAReferenceInAsManyRequestsAsASmallOne() throws IOException {
        SimulatedStore store = SimulatedStore.small(CommitMode.REFERENCE);
        try (StorageDriver driver = opened(store)) {
            StagedState state = patch(driver, LARGE);
            store.s3().takeCounts();
            commit(driver, state);
            assertThat(store.s3().takeCounts())
                    .isEqualTo(Map.of(
                            "CompleteMultipartUpload", 1,
                            "PutObject", 2,
                            "ListObjectsV2", 2,
                            "HeadObject", 1,
                            "GetObject", 2));
        }
    }

    @Test
    void reopeningAsksTheStoreForNothing() throws IOException {
        SimulatedStore store = SimulatedStore.small(CommitMode.COPY);
        try (StorageDriver driver = opened(store)) {
            StagedState state = patch(driver, LARGE);
            store.s3().takeCounts();
            reopen(driver, 2, state).close();
            assertThat(store.s3().takeCounts()).isEmpty();
        }
    }

    @Test
    void aBlobThatIsThereAlreadyIsNotCopied() throws IOException {
        SimulatedStore store = SimulatedStore.small(CommitMode.COPY);
        try (StorageDriver driver = opened(store)) {
            driver.put(TARGET, LARGE, WriteCondition.ANY, Durability.POWER_LOSS);
            StagedState state = patch(driver, LARGE);
            store.s3().takeCounts();
            commit(driver, state);
            assertThat(store.s3().takeCounts()).doesNotContainKey("UploadPartCopy");
        }
    }

    @Test
    void aDeleteUnderAGuardIsOneRequestForEachObjectAndTwoForAllOfThem() throws IOException {
        SimulatedStore store = SimulatedStore.small(CommitMode.COPY);
        try (StorageDriver driver = opened(store)) {
            Set<ObjectKey> keys = new HashSet<>();
            for (int i = 0; i < 50; i++) {
                keys.add(new ObjectKey("blobs/" + i));
                driver.put(new ObjectKey("blobs/" + i), SMALL, WriteCondition.ANY, Durability.POWER_LOSS);
            }
            ObjectKey guard = new ObjectKey("guard");
            ObjectVersion version = driver.put(guard, SMALL, WriteCondition.ANY, Durability.POWER_LOSS);
            DeleteGuard held = new DeleteGuard(guard, version, Instant.now().plusSeconds(60));
            store.s3().takeCounts();
            driver.deleteWhile(held, keys, Durability.POWER_LOSS);
            assertThat(store.s3().takeCounts())
                    .isEqualTo(Map.of("HeadObject", 1, "ListObjectsV2", 1, "SignedDelete", 50));
            patch(driver, SMALL); // What is staged may belong to a reference.
            store.s3().takeCounts();
            driver.deleteWhile(held, keys, Durability.POWER_LOSS);
            assertThat(store.s3().takeCounts())
                    .isEqualTo(Map.of("HeadObject", 51, "ListObjectsV2", 1, "SignedDelete", 50));
        }
    }

    @Test
    void aUrlOfAnObjectWhoseSizeWasAskedForCostsNothing_untilTheObjectIsDeleted() throws IOException {
        SimulatedStore store = SimulatedStore.small(CommitMode.COPY);
        PresignRequest request = new PresignRequest(TARGET, Duration.ofMinutes(1));
        try (StorageDriver driver = opened(store)) {
            driver.put(TARGET, SMALL, WriteCondition.ANY, Durability.POWER_LOSS);
            driver.stat(TARGET);
            store.s3().takeCounts();
            assertThat(driver.presign(request)).isPresent();
            assertThat(store.s3().takeCounts()).isEmpty();
            driver.delete(TARGET, WriteCondition.ANY, Durability.POWER_LOSS);
            assertThat(driver.presign(request)).isEmpty();
        }
    }

    @Test
    void aDeleteOfAnObjectThatWasReadOrListedIsOneRequestAndAnyOtherTwo() throws IOException {
        SimulatedStore store = SimulatedStore.small(CommitMode.COPY);
        try (StorageDriver driver = opened(store)) {
            ObjectKey read = new ObjectKey("links/read");
            ObjectKey listed = new ObjectKey("history/listed");
            ObjectKey other = new ObjectKey("links/other");
            for (ObjectKey key : new ObjectKey[] {read, listed, other}) {
                driver.put(key, SMALL, WriteCondition.ANY, Durability.POWER_LOSS);
            }
            driver.open(read, ByteRange.WHOLE).orElseThrow().close();
            driver.list(new ObjectKey("history"), ListOptions.recursive(10));
            store.s3().takeCounts();
            driver.delete(read, WriteCondition.ANY, Durability.POWER_LOSS);
            driver.delete(listed, WriteCondition.ANY, Durability.POWER_LOSS);
            assertThat(store.s3().takeCounts()).isEqualTo(Map.of("DeleteObject", 2));
            driver.delete(other, WriteCondition.ANY, Durability.POWER_LOSS);
            driver.delete(read, WriteCondition.ANY, Durability.POWER_LOSS);
            assertThat(store.s3().takeCounts()).isEqualTo(Map.of("HeadObject", 2, "DeleteObject", 1));
        }
    }

    @Test
    void aUrlOfAReferenceIsThatOfItsSegmentAlthoughItsSizeWasAskedFor() throws IOException {
        SimulatedStore store = SimulatedStore.small(CommitMode.REFERENCE);
        SimulatedStore copying =
                new SimulatedStore(store.s3(), SimulatedStore.SMALL, CommitMode.COPY, Checksums.WHEN_SUPPORTED);
        try (StorageDriver driver = opened(store);
                StorageDriver other = copying.open()) {
            commit(driver, patch(driver, SMALL));
            for (StorageDriver asked : new StorageDriver[] {driver, other}) {
                asked.stat(TARGET);
                assertThat(asked.presign(new PresignRequest(TARGET, Duration.ofMinutes(1)))
                                .orElseThrow()
                                .getPath())
                        .contains("/.moorage/staged/");
            }
        }
    }

    private static StagedState patch(StorageDriver driver, byte[] content) throws IOException {
        try (StagedObject staged = begin(driver)) {
            staged.append(Bodies.of(content));
            return staged.state();
        }
    }

    private static void commit(StorageDriver driver, StagedState state) throws IOException {
        try (StagedObject staged = reopen(driver, 2, state)) {
            staged.append(Bodies.of(new byte[0]));
            staged.publish(staged.seal(), TARGET);
            staged.discard();
        }
    }
}
