package dev.moorage.storage.tck;

import static dev.moorage.storage.tck.DriverUnderTest.bytes;
import static dev.moorage.storage.tck.DriverUnderTest.key;
import static dev.moorage.storage.tck.DriverUnderTest.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.DeleteFence;
import dev.moorage.storage.spi.object.DeleteGuard;
import dev.moorage.storage.spi.object.DeleteOutcome;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.tck.FaultTrials.Step;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Deletes that take effect only while another object has a version, and until a time. A garbage collector uses them. */
public interface GuardedDeleteContract extends DriverUnderTest {
    @Test
    default void objectsAreDeletedWhileTheGuardHolds() throws IOException {
        try (StorageDriver driver = fenced()) {
            GuardedRound round = GuardedRound.of("holds", 0);
            ObjectVersion version = round.put(driver);
            ObjectKey neighbour = key("guarded/holds/0/10/data");
            put(driver, neighbour, "needed");
            assertThat(round.delete(driver, version, GuardedRound.time(driver)))
                    .isEqualTo(all(round, DeleteOutcome.DELETED));
            assertThat(round.present(driver)).isEmpty();
            assertThat(driver.stat(neighbour)).isPresent();
            assertThat(driver.stat(round.guard()).orElseThrow().version())
                    .as("the guard stays as it is")
                    .isEqualTo(version);
        }
    }

    private StorageDriver fenced() throws IOException {
        StorageDriver driver = open();
        if (driver.deleteFence() == DeleteFence.NONE) {
            driver.close();
            Claims.require(false, "a deleteFence");
        }
        return driver;
    }

    private static Map<ObjectKey, DeleteOutcome> all(GuardedRound round, DeleteOutcome outcome) {
        Map<ObjectKey, DeleteOutcome> all = new HashMap<>();
        round.keys().forEach(key -> all.put(key, outcome));
        return all;
    }

    @Test
    default void anObjectThatIsAbsentCountsAsDeleted() throws IOException {
        try (StorageDriver driver = fenced()) {
            GuardedRound round = GuardedRound.of("absent", 0);
            ObjectVersion version = round.put(driver);
            ObjectKey first = round.keys().iterator().next();
            driver.delete(first, WriteCondition.ANY, Durability.PROCESS_CRASH);
            for (int repeated = 0; repeated < 2; repeated++) {
                assertThat(round.delete(driver, version, GuardedRound.time(driver)))
                        .isEqualTo(all(round, DeleteOutcome.DELETED));
                assertThat(round.present(driver)).isEmpty();
            }
        }
    }

    @Test
    default void aGuardThatHasChangedKeepsTheObjects() throws IOException {
        try (StorageDriver driver = fenced();
                StorageDriver other = open()) {
            GuardedRound round = GuardedRound.of("changed", 0);
            ObjectVersion version = round.put(driver);
            round.change(other, version);
            assertThat(round.delete(driver, version, GuardedRound.time(driver)))
                    .isEqualTo(all(round, DeleteOutcome.CHANGED));
            assertThat(round.present(driver)).isEqualTo(round.keys());
        }
    }

    @Test
    default void aGuardThatIsAbsentKeepsTheObjects() throws IOException {
        try (StorageDriver driver = fenced();
                StorageDriver other = open()) {
            GuardedRound round = GuardedRound.of("unguarded", 0);
            ObjectVersion version = round.put(driver);
            other.delete(round.guard(), WriteCondition.ANY, Durability.PROCESS_CRASH);
            assertThat(round.delete(driver, version, GuardedRound.time(driver)))
                    .isEqualTo(all(round, DeleteOutcome.CHANGED));
            assertThat(round.present(driver)).isEqualTo(round.keys());
        }
    }

    @Test
    default void theVersionOfAnotherObjectIsNotThatOfTheGuard() throws IOException {
        try (StorageDriver driver = fenced()) {
            GuardedRound round = GuardedRound.of("other", 0);
            round.put(driver);
            ObjectVersion foreign = driver.put(
                    key("guards/foreign"), bytes("another guard"), WriteCondition.ANY, Durability.PROCESS_CRASH);
            assertThat(round.delete(driver, foreign, GuardedRound.time(driver)))
                    .isEqualTo(all(round, DeleteOutcome.CHANGED));
            assertThat(round.present(driver)).isEqualTo(round.keys());
        }
    }

    @Test
    default void aTimeThatIsOverKeepsTheObjects() throws IOException {
        try (StorageDriver driver = fenced()) {
            GuardedRound round = GuardedRound.of("late", 0);
            ObjectVersion version = round.put(driver);
            Instant over = GuardedRound.time(driver).minusSeconds(1);
            assertThat(driver.deleteWhile(
                            new DeleteGuard(round.guard(), version, over), round.keys(), Durability.POWER_LOSS))
                    .isEqualTo(all(round, DeleteOutcome.TOO_LATE));
            assertThat(round.present(driver)).isEqualTo(round.keys());
        }
    }

    @Test
    default void manyObjectsAreDeletedUnderOneGuard() throws IOException {
        try (StorageDriver driver = fenced()) {
            ObjectVersion version =
                    driver.put(key("guards/many"), bytes("many"), WriteCondition.ANY, Durability.PROCESS_CRASH);
            Set<ObjectKey> keys = new LinkedHashSet<>();
            for (int i = 0; i < 150; i++) {
                ObjectKey key = key("guarded/many/" + i % 7 + "/" + i);
                put(driver, key, "removable");
                keys.add(key);
            }
            GuardedRound round = new GuardedRound(key("guards/many"), keys);
            assertThat(round.delete(driver, version, GuardedRound.time(driver)))
                    .isEqualTo(all(round, DeleteOutcome.DELETED));
            assertThat(round.present(driver)).isEmpty();
        }
    }

    @Test
    default void aDriverWithoutAFenceRefusesAndDeletesNothing() throws IOException {
        try (StorageDriver driver = open()) {
            GuardedRound round = GuardedRound.of("refused", 0);
            ObjectVersion version = round.put(driver);
            Instant now = GuardedRound.time(driver);
            if (driver.deleteFence() == DeleteFence.NONE) {
                Expected.exception(UnsupportedOperationException.class)
                        .isThrownBy(() -> round.delete(driver, version, now));
                assertThat(round.present(driver)).isEqualTo(round.keys());
            } else {
                assertThat(round.delete(driver, version, now)).isEqualTo(all(round, DeleteOutcome.DELETED));
            }
        }
    }

    @Test
    default void aDeleteUnderAGuardIsNeverReportedAsWhatItIsNot() throws IOException {
        try (FaultTrials trials = new FaultTrials(this)) {
            Claims.require(trials.driver().deleteFence() != DeleteFence.NONE, "a deleteFence");
            trials.everyFault(name -> {
                GuardedRound round = GuardedRound.of("faults-" + name, 0);
                StorageDriver driver = trials.driver();
                ObjectVersion version = round.put(driver);
                Instant now = GuardedRound.time(driver);
                Map<ObjectKey, DeleteOutcome> told = new HashMap<>();
                return new Step(() -> told.putAll(round.delete(driver, version, now)), failure -> {
                    Set<ObjectKey> present = round.present(trials.driver());
                    if (failure.isEmpty()) {
                        assertThat(told).containsOnlyKeys(round.keys());
                        assertThat(told.values()).isSubsetOf(DeleteOutcome.DELETED, DeleteOutcome.UNKNOWN);
                    }
                    assertThat(present)
                            .as("not reported as deleted")
                            .allMatch(key -> told.get(key) != DeleteOutcome.DELETED);
                    assertThat(round.delete(trials.driver(), version, now))
                            .isEqualTo(all(round, DeleteOutcome.DELETED));
                    assertThat(round.present(trials.driver())).isEmpty();
                });
            });
        }
    }
}
