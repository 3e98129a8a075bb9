package dev.moorage.storage.s3;

import static dev.moorage.storage.s3.Uploads.TARGET;
import static dev.moorage.storage.s3.Uploads.begin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.storage.s3.staging.CommitMode;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.DeleteFence;
import dev.moorage.storage.spi.object.DeleteGuard;
import dev.moorage.storage.spi.object.DeleteOutcome;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.tck.Bodies;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deletes whose signature ends: late ones, ones without an answer, and those of references. */
class GuardedDeletesTest {
    private static final ObjectKey KEY = new ObjectKey("blobs/some~odd+%41key");
    private static final ObjectKey GUARD = new ObjectKey("guard");

    private final SimulatedStore store = SimulatedStore.small(CommitMode.REFERENCE);
    private final SimulatedS3 s3 = store.s3();

    private DeleteGuard guard(StorageDriver driver) throws IOException {
        put(driver, KEY);
        ObjectVersion version = put(driver, GUARD);
        return new DeleteGuard(GUARD, version, s3.now().plus(Duration.ofMinutes(1)));
    }

    private static ObjectVersion put(StorageDriver driver, ObjectKey key) throws IOException {
        return driver.put(key, new byte[] {1, 2, 3}, WriteCondition.ANY, Durability.POWER_LOSS);
    }

    private static DeleteOutcome delete(StorageDriver driver, DeleteGuard guard, ObjectKey key) throws IOException {
        Map<ObjectKey, DeleteOutcome> outcomes = driver.deleteWhile(guard, Set.of(key), Durability.POWER_LOSS);
        assertThat(outcomes).containsOnlyKeys(key);
        return outcomes.get(key);
    }

    @Test
    void aDeleteThatArrivesAnHourLateIsRefused() throws IOException {
        try (StorageDriver driver = store.open()) {
            DeleteGuard guard = guard(driver);
            s3.onNext("SignedDelete", () -> s3.pass(Duration.ofHours(1)));
            assertThat(delete(driver, guard, KEY)).isEqualTo(DeleteOutcome.TOO_LATE);
            assertThat(driver.stat(KEY)).isPresent();
        }
    }

    @Test
    void aDeleteThatTheNetworkKeepsAndDeliversLaterTakesEffectInTimeOnly() throws IOException {
        try (StorageDriver driver = store.open()) {
            DeleteGuard guard = guard(driver);
            s3.faults().next("SignedDelete", Fault.LATE);
            assertThat(delete(driver, guard, KEY)).isEqualTo(DeleteOutcome.UNKNOWN);
            s3.pass(Duration.ofMinutes(2));
            s3.applyLate();
            assertThat(driver.stat(KEY)).isPresent();
            s3.faults().next("SignedDelete", Fault.LATE);
            DeleteGuard next = guard(driver);
            assertThat(delete(driver, next, KEY)).isEqualTo(DeleteOutcome.UNKNOWN);
            s3.applyLate();
            assertThat(driver.stat(KEY)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"SLOW_DOWN,1", "ANSWER_LOST,1", "CONFLICT,1", "FULL,1", "ERROR_IN_ANSWER,1"})
    void aDeleteIsSentOnceWhateverTheStoreAnswers(Fault fault, int sent) throws IOException {
        try (StorageDriver driver = store.open()) {
            DeleteGuard guard = guard(driver);
            s3.takeCounts();
            s3.faults().next("SignedDelete", fault);
            assertThat(delete(driver, guard, KEY)).isEqualTo(DeleteOutcome.UNKNOWN);
            assertThat(s3.takeCounts()).containsEntry("SignedDelete", sent);
        }
    }

    @Test
    void oneLostAnswerSaysNothingOfTheOtherObjects() throws IOException {
        try (StorageDriver driver = store.open()) {
            DeleteGuard guard = guard(driver);
            ObjectKey other = new ObjectKey("blobs/other");
            put(driver, other);
            s3.faults().next("SignedDelete", Fault.ANSWER_LOST);
            assertThat(driver.deleteWhile(guard, Set.of(KEY, other), Durability.POWER_LOSS)
                            .values())
                    .containsExactlyInAnyOrder(DeleteOutcome.UNKNOWN, DeleteOutcome.DELETED);
        }
    }

    @Test
    void theSegmentsOfAReferenceGoAfterIt() throws IOException {
        try (StorageDriver driver = store.open();
                StagedObject staged = begin(driver)) {
            staged.append(Bodies.of(Bodies.random(5, 30_000)));
            staged.publish(staged.seal(), TARGET);
            DeleteGuard guard = guard(driver);
            s3.onNext(
                    "SignedDelete",
                    () -> assertThat(s3.bucket().objects().keySet()).anyMatch(key -> key.contains(".moorage/staged/")));
            assertThat(delete(driver, guard, TARGET)).isEqualTo(DeleteOutcome.DELETED);
            assertThat(s3.bucket().objects().keySet()).noneMatch(key -> key.contains(".moorage/staged/"));
        }
    }

    @Test
    void theSegmentsOfAReferenceStayWhenTheirDeleteIsTooLate() throws IOException {
        try (StorageDriver driver = store.open();
                StagedObject staged = begin(driver)) {
            staged.append(Bodies.of(Bodies.random(5, 30_000)));
            staged.publish(staged.seal(), TARGET);
            DeleteGuard guard = guard(driver);
            int before = s3.bucket().objects().size();
            s3.onNext("SignedDelete", () -> s3.pass(Duration.ofHours(1)));
            assertThat(delete(driver, guard, TARGET)).isEqualTo(DeleteOutcome.TOO_LATE);
            assertThat(s3.bucket().objects()).hasSize(before);
        }
    }

    @Test
    void aServerWhoseClockIsWrongDeletesByTheClockOfTheStore() throws IOException {
        s3.pass(Duration.ofDays(-2));
        try (StorageDriver driver = store.open()) {
            DeleteGuard guard = guard(driver);
            assertThat(guard.until()).isBefore(Instant.now());
            assertThat(delete(driver, guard, KEY)).isEqualTo(DeleteOutcome.DELETED);
        }
    }

    @Test
    void aBucketThatIsOnlyReadHasNoFence() throws IOException {
        try (StorageDriver driver = store.open();
                StorageDriver reader = store.openReadOnly()) {
            DeleteGuard guard = guard(driver);
            assertThat(driver.deleteFence()).isEqualTo(DeleteFence.TIMED);
            assertThat(reader.deleteFence()).isEqualTo(DeleteFence.NONE);
            assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> delete(reader, guard, KEY));
        }
    }
}
