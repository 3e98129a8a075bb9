package dev.moorage.storage.tck;

import static dev.moorage.storage.tck.ContentAssert.assertContent;
import static dev.moorage.storage.tck.DriverUnderTest.bytes;
import static dev.moorage.storage.tck.DriverUnderTest.key;
import static dev.moorage.storage.tck.DriverUnderTest.put;
import static dev.moorage.storage.tck.DriverUnderTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.DeleteFence;
import dev.moorage.storage.spi.object.DeleteOutcome;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.spi.staging.StagingFencedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Two processes take turns, step by step. What one has done, the other one must respect. */
public interface SteppedProcessContract extends DriverUnderTest {
    private SteppedProcess process() throws IOException {
        return Claims.provided(steppedProcess(), "otherProcess()");
    }

    @Test
    default void conditionsHoldForWhatAnotherProcessWrote() throws IOException {
        Claims.require(conditionalWrites(), "conditionalWrites");
        try (SteppedProcess process = process();
                StorageDriver here = open()) {
            StorageDriver there = process.driver();
            ObjectKey key = key("two-processes/condition");
            ObjectVersion first = write(here, key, "1", WriteCondition.IF_ABSENT);
            refused("a put if absent", () -> write(there, key, "2", WriteCondition.IF_ABSENT));
            ObjectVersion second = write(there, key, "2", WriteCondition.ifVersion(first));
            refused("a put over a version of before", () -> write(here, key, "3", WriteCondition.ifVersion(first)));
            refused(
                    "a delete of a version of before",
                    () -> here.delete(key, WriteCondition.ifVersion(first), Durability.PROCESS_CRASH));
            ObjectVersion third = write(here, key, "3", WriteCondition.ifVersion(second));
            there.delete(key, WriteCondition.ifVersion(third), Durability.PROCESS_CRASH);
            refused("a put over what is deleted", () -> write(here, key, "4", WriteCondition.ifVersion(third)));
            write(here, key, "5", WriteCondition.IF_ABSENT);
            assertContent(read(there, key)).contains(bytes("5"));
            here.delete(key, WriteCondition.ANY, Durability.PROCESS_CRASH);
            write(there, key, "6", WriteCondition.IF_ABSENT);
            refused("a put if absent", () -> write(here, key, "7", WriteCondition.IF_ABSENT));
        }
    }

    private static ObjectVersion write(StorageDriver driver, ObjectKey key, String text, WriteCondition condition)
            throws IOException {
        return driver.put(key, bytes(text), condition, Durability.PROCESS_CRASH);
    }

    private static void refused(String done, ThrowingCallable call) {
        Expected.exception(ConditionFailedException.class).of(done).isThrownBy(call);
    }

    @Test
    default void aGuardThatAnotherProcessHasChangedKeepsTheObjects() throws IOException {
        try (SteppedProcess process = process();
                StorageDriver here = open()) {
            Claims.require(here.deleteFence() != DeleteFence.NONE, "a deleteFence");
            GuardedRound round = GuardedRound.of("stepped", 0);
            ObjectVersion version = round.put(here);
            var now = GuardedRound.time(here);
            round.change(process.driver(), version);
            assertThat(round.delete(here, version, now).values()).containsOnly(DeleteOutcome.CHANGED);
            assertThat(round.present(process.driver())).isEqualTo(round.keys());
        }
    }

    @Test
    default void aWriterThatAnotherProcessOvertakesChangesNothing() throws IOException {
        try (SteppedProcess process = process();
                StorageDriver here = open()) {
            byte[] content = Bodies.random(131, 30_000);
            ObjectKey area = key("two-processes/overtaken");
            ObjectKey target = key("two-processes/published/data");
            try (StagedObject late = Upload.begin(here, area, 1)) {
                late.append(Bodies.of(Upload.part(content, 0, 10_000)));
                StagedState state = late.state();
                StagedObject next =
                        process.driver().stage(Upload.from(area, 2, state)).orElseThrow();
                assertThat(next.size()).as("bytes that the other process finds").isEqualTo(10_000);
                late("an append", () -> late.append(Bodies.of(Bodies.random(132, 5000))));
                next.append(Bodies.of(Upload.part(content, 10_000, 30_000)));
                late("truncate", () -> late.truncate(0));
                late("seal", late::seal);
                if (fencesWriters()) {
                    late.discard();
                }
                assertThat(next.size()).as("bytes of the other process").isEqualTo(30_000);
                Sealed sealed = next.seal();
                late("publish", () -> late.publish(new Sealed(30_000), key("two-processes/stolen")));
                next.publish(sealed, target);
            }
            assertContent(read(here, target)).contains(content);
            if (fencesWriters()) {
                assertThat(here.stat(key("two-processes/stolen"))).isEmpty();
            }
        }
    }

    private void late(String done, ThrowingCallable call) throws IOException {
        if (fencesWriters()) {
            Expected.exception(StagingFencedException.class)
                    .of(done + " of an overtaken writer")
                    .isThrownBy(call);
        }
    }

    @Test
    default void generationsAreThoseOfAllProcesses() throws IOException {
        Claims.require(fencesWriters(), "fencesWriters");
        try (SteppedProcess process = process();
                StorageDriver here = open()) {
            ObjectKey area = key("two-processes/generations");
            StagedObject there = Upload.begin(process.driver(), area, 5);
            there.append(Bodies.of(new byte[100]));
            StagedState state = there.state();
            for (long generation : new long[] {1, 4, 5}) {
                late("generation " + generation, () -> here.stage(Upload.from(area, generation, state)));
                late("generation " + generation, () -> Upload.begin(here, area, generation));
            }
            try (StagedObject mine = here.stage(Upload.from(area, 6, state)).orElseThrow()) {
                assertThat(mine.size()).isEqualTo(100);
                late("an append", () -> there.append(Bodies.of(new byte[1])));
                late("generation 6", () -> process.driver().stage(Upload.from(area, 6, state)));
            }
        }
    }

    @Test
    default void whatAProcessAcknowledgedBeforeItWasKilledIsThere() throws IOException {
        byte[] content = Bodies.random(133, 150_000);
        int[] sizes = {1, 100, 8192, 8193, 70_000, 131_072};
        List<StagedState> states = new ArrayList<>();
        List<Long> acknowledged = new ArrayList<>();
        try (SteppedProcess process = process()) {
            put(process.driver(), key("two-processes/written"), "acknowledged");
            for (int upload = 0; upload < sizes.length; upload++) {
                StagedObject staged = Upload.begin(process.driver(), key("two-processes/killed-" + upload), 1);
                for (int piece = 0; piece <= upload; piece++) {
                    staged.append(Bodies.of(Upload.part(content, staged.size(), sizes[piece])));
                }
                states.add(staged.state());
                acknowledged.add(staged.size());
            }
            process.kill();
        }
        try (StorageDriver driver = open()) {
            assertContent(read(driver, key("two-processes/written")))
                    .as("put before a kill")
                    .contains(bytes("acknowledged"));
            for (int upload = 0; upload < sizes.length; upload++) {
                ObjectKey target = key("two-processes/after-kill/" + upload + "/data");
                var from = Upload.from(key("two-processes/killed-" + upload), 2, states.get(upload));
                assertThat(Upload.goesOn(driver, from, content, acknowledged.get(upload), sizes[upload], target))
                        .as("the %d bytes that were staged before a kill are there", acknowledged.get(upload))
                        .isTrue();
                assertContent(read(driver, target)).as("went on after a kill").contains(content);
            }
        }
    }

    @Test
    default void aProcessThatWasKilledHoldsNothing() throws Exception {
        try (StorageDriver driver = open()) {
            ObjectKey area = key("two-processes/held");
            put(driver, key("two-processes/open"), "content");
            StagedState state;
            try (SteppedProcess process = process()) {
                StagedObject staged = Upload.begin(process.driver(), area, 1);
                staged.append(Bodies.of(new byte[1000]));
                state = staged.state();
                assertContent(read(process.driver(), key("two-processes/open"))).isPresent();
                process.kill();
            }
            Patience.within("taking over and writing after a kill", () -> {
                put(driver, key("two-processes/open"), "replaced");
                try (StagedObject next =
                        driver.stage(Upload.from(area, 2, state)).orElseThrow()) {
                    next.publish(next.seal(), key("two-processes/taken-over"));
                }
                return true;
            });
            assertThat(driver.stat(key("two-processes/taken-over"))).isPresent();
        }
    }
}
