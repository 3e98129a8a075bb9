package dev.moorage.storage.azure;

import static dev.moorage.storage.azure.simulated.Operation.DELETE_BLOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.azure.simulated.Fault;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.DeleteGuard;
import dev.moorage.storage.spi.object.DeleteOutcome;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.tck.Bodies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Deletes whose signature ends: late ones, ones without an answer, ones of blobs that are written again, and references. */
class GuardedDeletesTest {
    private static final ObjectKey KEY = new ObjectKey("blobs/some~odd+%41key");
    private static final ObjectKey GUARD = new ObjectKey("guard");

    private final SimulatedDrivers drivers = new SimulatedDrivers(true, 8192, 5000);

    private DeleteGuard guard(StorageDriver driver) throws IOException {
        put(driver, KEY);
        return new DeleteGuard(GUARD, put(driver, GUARD), drivers.account.now().plus(Duration.ofMinutes(1)));
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
        try (StorageDriver driver = drivers.open()) {
            DeleteGuard guard = guard(driver);
            drivers.service.beforeNext(DELETE_BLOB, () -> drivers.account.pass(Duration.ofHours(1)));
            assertThat(delete(driver, guard, KEY)).isEqualTo(DeleteOutcome.TOO_LATE);
            assertThat(driver.stat(KEY)).isPresent();
        }
    }

    @Test
    void aBlobThatIsWrittenAgainBeforeItsDeleteArrivesStays() throws IOException {
        try (StorageDriver driver = drivers.open()) {
            DeleteGuard guard = guard(driver);
            drivers.service.beforeNext(DELETE_BLOB, () -> {
                try {
                    put(driver, KEY);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(delete(driver, guard, KEY)).isEqualTo(DeleteOutcome.CHANGED);
            assertThat(driver.stat(KEY)).isPresent();
        }
    }

    @Test
    void aDeleteThatTheNetworkKeepsAndDeliversLaterTakesEffectInTimeOnly() throws IOException {
        try (StorageDriver driver = drivers.open()) {
            DeleteGuard guard = guard(driver);
            drivers.service.next(DELETE_BLOB, Fault.DELAYED);
            assertThat(delete(driver, guard, KEY)).isEqualTo(DeleteOutcome.UNKNOWN);
            drivers.account.pass(Duration.ofMinutes(2));
            drivers.service.arrive();
            assertThat(driver.stat(KEY)).isPresent();
            DeleteGuard next = guard(driver);
            drivers.service.next(DELETE_BLOB, Fault.DELAYED);
            assertThat(delete(driver, next, KEY)).isEqualTo(DeleteOutcome.UNKNOWN);
            drivers.service.arrive();
            assertThat(driver.stat(KEY)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"LOST", "ANSWER_LOST", "BUSY", "FAILED_AFTER"})
    void aDeleteIsSentOnceWhateverTheServiceAnswers(Fault fault) throws IOException {
        try (StorageDriver driver = drivers.open()) {
            DeleteGuard guard = guard(driver);
            drivers.service.counts();
            drivers.service.next(DELETE_BLOB, fault);
            assertThat(delete(driver, guard, KEY)).isEqualTo(DeleteOutcome.UNKNOWN);
            assertThat(drivers.service.counts()).containsEntry(DELETE_BLOB, 1);
        }
    }

    @Test
    void whatAReferenceRefersToGoesAfterItAndStaysWithIt() throws IOException {
        ObjectKey target = new ObjectKey("blobs/referring");
        try (StorageDriver driver = drivers.open();
                StagedObject staged = driver.stage(new StagingRequest.Begin(
                                new ObjectKey("uploads/1"), 1, Optional.empty(), OptionalLong.empty()))
                        .orElseThrow()) {
            staged.append(Bodies.of(Bodies.random(5, 30_000)));
            staged.publish(staged.seal(), target);
            DeleteGuard guard = guard(driver);
            List<String> before = drivers.account.names();
            drivers.service.beforeNext(DELETE_BLOB, () -> drivers.account.pass(Duration.ofHours(1)));
            assertThat(delete(driver, guard, target)).isEqualTo(DeleteOutcome.TOO_LATE);
            assertThat(drivers.account.names()).isEqualTo(before);
            DeleteGuard next = guard(driver);
            drivers.service.beforeNext(
                    DELETE_BLOB, () -> assertThat(drivers.account.names()).isEqualTo(before));
            assertThat(delete(driver, next, target)).isEqualTo(DeleteOutcome.DELETED);
            assertThat(drivers.account.names()).hasSize(before.size() - 2);
        }
    }
}
