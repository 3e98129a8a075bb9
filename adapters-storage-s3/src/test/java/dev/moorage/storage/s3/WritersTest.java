package dev.moorage.storage.s3;

import static dev.moorage.storage.s3.Uploads.TARGET;
import static dev.moorage.storage.s3.Uploads.begin;
import static dev.moorage.storage.s3.Uploads.beginDirect;
import static dev.moorage.storage.s3.Uploads.published;
import static dev.moorage.storage.s3.Uploads.recover;
import static dev.moorage.storage.s3.Uploads.reopen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.moorage.storage.s3.staging.CommitMode;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.tck.Bodies;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Several writers of one upload, including late ones, and several uploads of one blob. */
class WritersTest {
    private static final byte[] CONTENT = Bodies.random(5, 60_000);

    private final SimulatedStore store = SimulatedStore.small(CommitMode.COPY);
    private final SimulatedS3 s3 = store.s3();

    private static byte[] part(int from, int to) {
        return Arrays.copyOfRange(CONTENT, from, to);
    }

    @Test
    void aZombiesPartThatLandsLateIsInNoList() throws IOException {
        try (StorageDriver driver = store.open();
                StagedObject zombie = beginDirect(driver, OptionalLong.of(CONTENT.length))) {
            zombie.append(Bodies.broken(part(0, 16_384), 1000));
            StagedState state = zombie.state();
            s3.faults().next("UploadPart", Fault.LATE);
            assertThatIOException().isThrownBy(() -> zombie.append(Bodies.of(Bodies.random(6, 43_616))));
            try (StagedObject winner = reopen(driver, 2, state)) {
                winner.append(Bodies.of(part(16_384, 40_000)));
                s3.applyLate();
                winner.append(Bodies.of(part(40_000, CONTENT.length)));
                winner.publish(winner.seal(), TARGET);
            }
            assertThat(published(driver)).isEqualTo(CONTENT);
        }
    }

    @Test
    void aDirectUploadGoesOnWithTheSameMultipartUploadInEveryReplica() throws IOException {
        try (StorageDriver driver = store.open();
                StorageDriver other = store.open()) {
            StagedState state;
            try (StagedObject staged = beginDirect(driver, OptionalLong.of(CONTENT.length))) {
                staged.append(Bodies.broken(part(0, 9000), 500));
                assertThat(staged.size()).isEqualTo(9000);
                state = staged.state();
            }
            int[] ends = {9100, 9200, 30_000, 30_000, 60_000};
            int offset = 9000;
            for (int i = 0; i < ends.length; i++) {
                try (StagedObject staged = reopen(i % 2 == 0 ? other : driver, i + 2, state)) {
                    assertThat(staged.size()).isEqualTo(offset);
                    staged.append(Bodies.broken(part(offset, ends[i]), 700));
                    offset = ends[i];
                    assertThat(staged.size()).isEqualTo(offset);
                    state = staged.state();
                }
            }
            try (StagedObject staged = reopen(driver, 9, state)) {
                assertThat(staged.accepts(TARGET)).isTrue();
                assertThat(staged.accepts(new ObjectKey("another"))).isFalse();
                assertThat(staged.publish(staged.seal(), TARGET)).isEqualTo(Published.CREATED);
                staged.discard();
            }
            assertThat(published(driver)).isEqualTo(CONTENT);
            assertThat(s3.bucket().objects()).hasSize(1);
            assertThat(s3.bucket().uploads()).isEmpty();
        }
    }

    @Test
    void aDirectUploadReturnsToEverySizeThatItHasAcknowledged() throws IOException {
        try (StorageDriver driver = store.open();
                StagedObject staged = beginDirect(driver, OptionalLong.empty())) {
            List<Integer> told = new ArrayList<>();
            for (int end : new int[] {1000, 9000, 20_000, 40_000, 40_100}) {
                staged.append(Bodies.broken(part((int) staged.size(), end), 900));
                told.add(end);
            }
            for (int size : told.reversed()) {
                StagedState state = staged.state();
                try (StagedObject other = reopen(driver, 2, state)) {
                    other.truncate(size);
                    assertThat(other.size()).isEqualTo(size);
                }
                staged.truncate(size);
                assertThat(staged.size()).isEqualTo(size);
            }
            staged.append(Bodies.of(part(1000, CONTENT.length)));
            staged.publish(staged.seal(), TARGET);
            assertThat(published(driver)).isEqualTo(CONTENT);
        }
    }

    @Test
    void aDirectUploadThatBeginsAnewIsBoundToNothing() throws IOException {
        ObjectKey another = new ObjectKey("another");
        try (StorageDriver driver = store.open();
                StagedObject staged = beginDirect(driver, OptionalLong.of(CONTENT.length))) {
            staged.append(Bodies.of(part(0, 20_000)));
            staged.truncate(0);
            assertThat(staged.accepts(another)).isTrue();
            StagedState state = staged.state();
            staged.append(Bodies.of(CONTENT));
            staged.publish(staged.seal(), another);
            assertThat(driver.stat(another)).isPresent();
            try (StagedObject other = reopen(driver, 2, state)) {
                other.discard();
            }
            assertThat(s3.bucket().uploads()).isEmpty();
        }
    }

    @Test
    void nPushesOfOneDigestAtOnceAllPublish() throws Exception {
        for (CommitMode mode : CommitMode.values()) {
            SimulatedStore shared = SimulatedStore.small(mode);
            try (StorageDriver driver = shared.open();
                    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Published>> pushes = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    ObjectKey area = new ObjectKey("uploads/" + i);
                    Optional<ObjectKey> target = i % 2 == 0 ? Optional.of(TARGET) : Optional.empty();
                    pushes.add(threads.submit(() -> push(driver, area, target)));
                }
                List<Published> outcomes = new ArrayList<>();
                for (Future<Published> push : pushes) {
                    outcomes.add(push.get());
                }
                assertThat(outcomes).containsOnlyOnce(Published.CREATED);
                assertThat(published(driver)).isEqualTo(CONTENT);
                assertThat(shared.s3().bucket().uploads()).isEmpty();
            }
        }
    }

    private static Published push(StorageDriver driver, ObjectKey area, Optional<ObjectKey> target) throws IOException {
        try (StagedObject staged = driver.stage(new StagingRequest.Begin(area, 1, target, OptionalLong.empty()))
                .orElseThrow()) {
            staged.append(Bodies.of(CONTENT));
            Published published = staged.publish(staged.seal(), TARGET);
            staged.discard();
            return published;
        }
    }

    @Test
    void whatTheStoreHasGivenUpIsLost() throws IOException {
        try (StorageDriver driver = store.open()) {
            StagedState direct;
            try (StagedObject staged = beginDirect(driver, OptionalLong.of(CONTENT.length))) {
                staged.append(Bodies.broken(part(0, 30_000), 1000));
                direct = staged.state();
            }
            StagedState segmented;
            ObjectKey area = new ObjectKey("uploads/2");
            try (StagedObject staged = begin(driver, area)) {
                staged.append(Bodies.of(part(0, 30_000)));
                segmented = staged.state();
            }
            s3.bucket().abortAll();
            try (StagedObject staged = reopen(driver, 2, direct)) {
                assertThatExceptionOfType(StagedBytesLostException.class)
                        .isThrownBy(() -> staged.append(Bodies.of(part(30_000, 60_000))));
            }
            try (StagedObject staged =
                    driver.stage(new StagingRequest.Reopen(area, 2, segmented)).orElseThrow()) {
                assertThatExceptionOfType(StagedBytesLostException.class).isThrownBy(staged::seal);
            }
        }
    }

    @Test
    void abandonedMultipartUploadsAreAbortedByTheirState() throws IOException {
        try (StorageDriver driver = store.open()) {
            StagedState state;
            try (StagedObject staged = beginDirect(driver, OptionalLong.of(CONTENT.length))) {
                staged.append(Bodies.broken(part(0, 30_000), 1000));
                state = staged.state();
            }
            try (StagedObject staged = reopen(driver, 2, state)) {
                staged.discard();
            }
            assertThat(s3.bucket().uploads()).isEmpty();
            assertThat(s3.bucket().objects()).isEmpty();
        }
    }

    @Test
    void whatNoStateNamesIsRemovedByThePrefixOfItsArea() throws IOException {
        try (StorageDriver driver = store.open()) {
            try (StagedObject staged = begin(driver)) {
                staged.append(Bodies.of(CONTENT));
            }
            try (StagedObject staged = recover(driver, 2).orElseThrow()) {
                assertThat(staged.size()).isZero();
                staged.discard();
            }
            assertThat(s3.bucket().uploads()).isEmpty();
            assertThat(s3.bucket().objects()).isEmpty();
            assertThat(recover(driver, 3)).isEmpty();
        }
    }

    @Test
    void aDamagedBlobIsHealedByTheNextPush() throws IOException {
        for (boolean direct : new boolean[] {true, false}) {
            SimulatedStore damaged = SimulatedStore.small(CommitMode.COPY);
            try (StorageDriver driver = damaged.open();
                    StagedObject staged = direct ? beginDirect(driver, OptionalLong.empty()) : begin(driver)) {
                damaged.s3().bucket().put("some/root/" + TARGET.value(), part(0, 59_999));
                staged.append(Bodies.of(CONTENT));
                assertThat(staged.publish(staged.seal(), TARGET)).isEqualTo(Published.CREATED);
                assertThat(published(driver)).isEqualTo(CONTENT);
            }
        }
    }
}
