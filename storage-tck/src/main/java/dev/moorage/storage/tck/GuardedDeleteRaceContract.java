package dev.moorage.storage.tck;

import static dev.moorage.storage.tck.DriverUnderTest.bytes;
import static dev.moorage.storage.tck.DriverUnderTest.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.DeleteFence;
import dev.moorage.storage.spi.object.DeleteGuard;
import dev.moorage.storage.spi.object.DeleteOutcome;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.tck.report.Findings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Deletes under a guard that another replica or process changes, and deletes that stall. */
public interface GuardedDeleteRaceContract extends DriverUnderTest {
    @Test
    default void noObjectGoesOnceAnotherReplicaHasChangedTheGuard(Findings findings) throws Exception {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            Claims.require(driver.deleteFence() == DeleteFence.EXACT, "an exact deleteFence");
            int kept = 0;
            for (int i = 0; i < GuardedRound.ROUNDS; i++) {
                GuardedRound round = GuardedRound.of("race", i);
                ObjectVersion version = round.put(driver);
                Instant now = GuardedRound.time(driver);
                Map<ObjectKey, DeleteOutcome> outcomes = new HashMap<>();
                Set<ObjectKey> seen = new HashSet<>();
                Racers.race(2, racer -> {
                    if (racer == 0) {
                        outcomes.putAll(round.delete(driver, version, now));
                    } else {
                        seen.addAll(round.change(other, version));
                    }
                });
                Set<ObjectKey> present = round.present(driver);
                assertThat(present)
                        .as("round %d, after the guard was changed", i)
                        .containsAll(seen);
                assertOutcomes(outcomes, round, present);
                kept += present.size();
            }
            findings.note("objects that a change of their guard has saved, in a race of two replicas", kept);
        }
    }

    private static void assertOutcomes(
            Map<ObjectKey, DeleteOutcome> outcomes, GuardedRound round, Set<ObjectKey> present) {
        assertThat(outcomes).containsOnlyKeys(round.keys());
        outcomes.forEach((key, outcome) -> assertThat(outcome)
                .as("%s", key)
                .isEqualTo(present.contains(key) ? DeleteOutcome.CHANGED : DeleteOutcome.DELETED));
    }

    @Test
    default void noObjectGoesOnceAnotherProcessHasChangedTheGuard(Findings findings) throws Exception {
        OtherProcess other = Claims.provided(otherProcess(), "otherProcess()");
        Random random = new Random(Seeds.next(findings, "deletes against another process"));
        try (StorageDriver driver = open()) {
            Claims.require(driver.deleteFence() == DeleteFence.EXACT, "an exact deleteFence");
            List<String> told;
            try (RunningChild child = new RunningChild(other, ChildWork.CHANGE_GUARDS, "processes", 0)) {
                for (int i = 0; i < GuardedRound.ROUNDS; i++) {
                    GuardedRound round = GuardedRound.of("processes", i);
                    Instant now = GuardedRound.time(driver);
                    ObjectVersion version = round.put(driver);
                    LockSupport.parkNanos(random.nextLong(TimeUnit.MILLISECONDS.toNanos(1L << random.nextInt(6))));
                    Map<ObjectKey, DeleteOutcome> outcomes = round.delete(driver, version, now);
                    assertOutcomes(outcomes, round, round.present(driver));
                }
                told = child.toldInTheEnd();
            }
            assertThat(told).as("the other process has ended well").endsWith("ended");
            for (String kept : told.subList(0, told.size() - 1)) {
                assertThat(driver.stat(new ObjectKey(kept)))
                        .as("%s, which was there after the guard was changed", kept)
                        .isPresent();
            }
            findings.note("objects that a change of their guard has saved, by another process", told.size() - 1);
        }
    }

    /** The guard changes while the driver stalls, or the time ends where the fence is a time. */
    @Test
    default void aDeleteThatStallsDoesNoHarm() throws Exception {
        Stalling stalling = Claims.provided(stalling(), "stalling()");
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            Claims.require(driver.deleteFence() != DeleteFence.NONE, "a deleteFence");
            boolean exact = driver.deleteFence() == DeleteFence.EXACT;
            boolean stalled = true;
            for (int call = 1; stalled; call++) {
                GuardedRound round = GuardedRound.of("stalled", call);
                ObjectVersion version = round.put(driver);
                Instant now = GuardedRound.time(driver);
                Stall<Set<ObjectKey>> stall = new Stall<>(() -> {
                    if (exact) {
                        return round.change(other, version);
                    }
                    passTime(Duration.ofSeconds(63)); // Stores report and compare times in seconds.
                    return round.present(other);
                });
                stalling.stall(call, stall);
                Map<ObjectKey, DeleteOutcome> outcomes = round.delete(driver, version, now);
                stalled = stalling.disarm();
                Set<ObjectKey> present = round.present(other);
                assertThat(present)
                        .as("after a stall before call %d", call)
                        .containsAll(stall.result().orElse(Set.of()));
                outcomes.forEach((key, outcome) -> assertThat(outcome == DeleteOutcome.DELETED)
                        .as("%s", key)
                        .isNotEqualTo(present.contains(key)));
                if (!stalled) {
                    assertThat(present).as("without a stall").isEmpty();
                }
            }
        }
    }

    @Test
    default void twoDeletesOfWhichEachDeletesTheGuardOfTheOtherEnd() throws Exception {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            Claims.require(driver.deleteFence() != DeleteFence.NONE, "a deleteFence");
            Instant until = GuardedRound.time(driver).plus(Duration.ofMinutes(1));
            for (int i = 0; i < GuardedRound.ROUNDS; i++) {
                ObjectKey[] keys = {key("crossed/" + i + "/a"), key("crossed/" + i + "/b")};
                ObjectVersion[] versions = new ObjectVersion[2];
                for (int side = 0; side < 2; side++) {
                    versions[side] =
                            driver.put(keys[side], bytes("side " + side), WriteCondition.ANY, Durability.PROCESS_CRASH);
                }
                Racers.race(
                        2,
                        side -> (side == 0 ? driver : other)
                                .deleteWhile(
                                        new DeleteGuard(keys[side], versions[side], until),
                                        Set.of(keys[1 - side]),
                                        Durability.PROCESS_CRASH));
                boolean both =
                        driver.stat(keys[0]).isPresent() && driver.stat(keys[1]).isPresent();
                assertThat(both).as("round %d: at least one guard held", i).isFalse();
            }
        }
    }
}
