package dev.moorage.storage.tck;

import static dev.moorage.storage.tck.ContentAssert.assertContent;
import static dev.moorage.storage.tck.DriverUnderTest.bytes;
import static dev.moorage.storage.tck.DriverUnderTest.key;
import static dev.moorage.storage.tck.DriverUnderTest.put;
import static dev.moorage.storage.tck.DriverUnderTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Writes under a condition that stall before each of their calls to the backend, while another driver writes under the same
 * condition. Exactly one of the two writes takes effect.
 *
 * @param driver the driver that stalls
 * @param other the driver that writes during the stall
 * @param name a name for keys
 */
record StalledWrites(StorageDriver driver, StorageDriver other, Stalling stalling, String name) {
    private static final int MOST_CALLS = 1000;
    private static final int TIMES = 20;

    /** A write under a condition, which may be refused. */
    interface Write {
        void make(StorageDriver driver, ObjectKey key, Optional<ObjectVersion> before) throws IOException;
    }

    /** Both drivers put an object where there is none. */
    void ifAbsent() throws Exception {
        race(
                "absent",
                false,
                (by, key, _) -> by.put(key, bytes("mine"), WriteCondition.IF_ABSENT, Durability.POWER_LOSS),
                Optional.of("mine"));
    }

    /** Both drivers replace one version. */
    void ifVersion() throws Exception {
        race(
                "version",
                true,
                (by, key, before) -> by.put(key, bytes("mine"), version(before), Durability.POWER_LOSS),
                Optional.of("mine"));
    }

    /** One driver deletes the version that the other one replaces. */
    void deleteIfVersion() throws Exception {
        race(
                "delete",
                true,
                (by, key, before) -> by.delete(key, version(before), Durability.POWER_LOSS),
                Optional.empty());
    }

    /** Many times what the other driver needs for a put when nothing stalls. It may have to start first. */
    private long patienceMillis() throws IOException {
        long longest = 0;
        for (int i = 0; i < 4; i++) {
            long begin = System.nanoTime();
            put(other, key("stalled-writes/" + name + "/first"), "first");
            longest = i == 0 ? 0 : Math.max(longest, System.nanoTime() - begin);
        }
        return Stall.PATIENCE_MILLIS + TIMES * TimeUnit.NANOSECONDS.toMillis(longest);
    }

    private static WriteCondition version(Optional<ObjectVersion> before) {
        return before.map(WriteCondition::ifVersion).orElse(WriteCondition.IF_ABSENT);
    }

    private void race(String kind, boolean exists, Write write, Optional<String> mine) throws Exception {
        long patience = patienceMillis();
        boolean stalled = true;
        for (int call = 1; stalled; call++) {
            assertThat(call).as("calls of one write").isLessThan(MOST_CALLS);
            ObjectKey key = key("stalled-writes/" + name + "/" + kind + "/" + call);
            Optional<ObjectVersion> before = exists
                    ? Optional.of(driver.put(key, bytes("before"), WriteCondition.ANY, Durability.PROCESS_CRASH))
                    : Optional.empty();
            Stall<Boolean> stall = new Stall<>(
                    () -> done(() -> other.put(key, bytes("theirs"), version(before), Durability.PROCESS_CRASH)),
                    patience);
            stalling.stall(call, stall);
            boolean done;
            try {
                done = done(() -> write.make(driver, key, before));
            } finally {
                stalled = stalling.disarm();
            }
            boolean theirs = stall.result().orElse(false);
            String when = "a stall before call " + call + ". The stalled write " + (done ? "succeeded" : "was refused")
                    + ", and the other one " + (theirs ? "succeeded" : "was refused or not made");
            assertThat(done).as("exactly one write succeeds after " + when).isNotEqualTo(theirs);
            Optional<String> left = theirs ? Optional.of("theirs") : mine;
            if (left.isPresent()) {
                assertContent(read(other, key)).as("after " + when).contains(bytes(left.get()));
            } else {
                assertThat(other.stat(key)).as("after " + when).isEmpty();
            }
        }
    }

    private interface Call {
        void make() throws IOException;
    }

    private static boolean done(Call call) throws IOException {
        try {
            call.make();
            return true;
        } catch (ConditionFailedException _) {
            return false;
        }
    }
}
