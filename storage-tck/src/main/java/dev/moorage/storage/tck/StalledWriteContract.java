package dev.moorage.storage.tck;

import static dev.moorage.storage.tck.ContentAssert.assertContent;
import static dev.moorage.storage.tck.DriverUnderTest.key;
import static dev.moorage.storage.tck.DriverUnderTest.put;
import static dev.moorage.storage.tck.DriverUnderTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.spi.staging.StagingFencedException;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The store decides in the step that writes. A driver that looks first and writes afterwards is stopped between the two, so
 * the mistake shows in every run.
 */
public interface StalledWriteContract extends DriverUnderTest {
    /** How the test uses two drivers of which the first one stalls. */
    interface Use {
        void of(StalledWrites writes) throws Exception;
    }

    private void againstAReplica(String name, Use use) throws Exception {
        Stalling stalling = Claims.provided(stalling(), "faults()");
        Claims.require(conditionalWrites(), "conditionalWrites");
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            use.of(new StalledWrites(driver, other, stalling, name));
        }
    }

    private void againstAProcess(String name, Use use) throws Exception {
        Stalling stalling = Claims.provided(stalling(), "faults()");
        Claims.require(conditionalWrites(), "conditionalWrites");
        try (SteppedProcess process = Claims.provided(steppedProcess(), "otherProcess()");
                StorageDriver driver = open()) {
            use.of(new StalledWrites(driver, process.driver(), stalling, name));
        }
    }

    @Test
    default void aPutIfAbsentThatStallsIsDecidedWhenItWrites() throws Exception {
        againstAReplica("replica", StalledWrites::ifAbsent);
    }

    @Test
    default void aPutIfVersionThatStallsIsDecidedWhenItWrites() throws Exception {
        againstAReplica("replica", StalledWrites::ifVersion);
    }

    @Test
    default void aDeleteIfVersionThatStallsIsDecidedWhenItDeletes() throws Exception {
        againstAReplica("replica", StalledWrites::deleteIfVersion);
    }

    @Test
    default void aConditionIsDecidedForAllProcesses() throws Exception {
        againstAProcess("process", writes -> {
            writes.ifAbsent();
            writes.ifVersion();
            writes.deleteIfVersion();
        });
    }

    @Test
    default void aDamagedObjectStaysUntilTheHealedOneIsThere() throws Exception {
        Stalling stalling = Claims.provided(stalling(), "faults()");
        byte[] whole = Bodies.random(121, 20_000);
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            boolean stalled = true;
            for (int call = 1; stalled; call++) {
                ObjectKey target = key("healed/" + call + "/data");
                put(driver, target, "damaged");
                try (StagedObject staged = Upload.begin(driver, key("staging/healed-" + call), 1)) {
                    staged.append(Bodies.of(whole));
                    var sealed = staged.seal();
                    Stall<Optional<byte[]>> stall = new Stall<>(() -> read(other, target));
                    stalling.stall(call, stall);
                    try {
                        staged.publish(sealed, target);
                    } finally {
                        stalled = stalling.disarm();
                    }
                    Optional<byte[]> seen = stall.result().orElse(Optional.of(new byte[0]));
                    assertThat(seen.isPresent())
                            .as("there is an object while publishing over a damaged one stalls before call %d", call)
                            .isTrue();
                    staged.discard();
                }
                assertContent(read(other, target)).as("healed").contains(whole);
            }
        }
    }

    @Test
    default void aWriterThatStallsAddsNothingAfterItIsOvertaken() throws Exception {
        Stalling stalling = Claims.provided(stalling(), "faults()");
        byte[] content = Bodies.random(123, 30_000);
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            boolean stalled = true;
            for (int call = 1; stalled; call++) {
                ObjectKey area = key("staging/stalled-writer-" + call);
                ObjectKey target = key("stalled-writer/" + call + "/data");
                try (StagedObject late = Upload.begin(driver, area, 1)) {
                    late.append(Bodies.of(Upload.part(content, 0, 10_000)));
                    var state = late.state();
                    Stall<StagedObject> stall = new Stall<>(() -> overtaking(other, area, state, content));
                    stalling.stall(call, stall);
                    try {
                        late.append(Bodies.of(Bodies.random(124, 7000)));
                    } catch (StagingFencedException _) {
                        // The driver refuses the late writer, which is right and not required of every driver.
                    } finally {
                        stalled = stalling.disarm();
                    }
                    Optional<StagedObject> winner = stall.result();
                    if (winner.isPresent()) {
                        try (StagedObject next = winner.get()) {
                            assertThat(next.size())
                                    .as("bytes of the next writer, after a stall before call %d", call)
                                    .isEqualTo(content.length);
                            next.publish(next.seal(), target);
                        }
                        assertContent(read(other, target))
                                .as("after a stall before call %d", call)
                                .contains(content);
                    }
                }
            }
        }
    }

    private static StagedObject overtaking(StorageDriver other, ObjectKey area, StagedState state, byte[] content)
            throws IOException {
        StagedObject next = other.stage(Upload.from(area, 2, state)).orElseThrow();
        next.truncate(10_000);
        next.append(Bodies.of(Upload.part(content, 10_000, content.length)));
        return next;
    }
}
