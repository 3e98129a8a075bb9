package dev.moorage.storage.tck;

import static dev.moorage.storage.tck.DriverUnderTest.bytes;
import static dev.moorage.storage.tck.DriverUnderTest.key;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.DeleteGuard;
import dev.moorage.storage.spi.object.DeleteOutcome;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Some objects and their guard, which one process deletes while another one changes the guard. */
record GuardedRound(ObjectKey guard, Set<ObjectKey> keys) {
    static final int ROUNDS = 40;

    private static final int KEYS = 5;
    private static final long PATIENCE_SECONDS = 60;

    static GuardedRound of(String name, int round) {
        Set<ObjectKey> keys = new LinkedHashSet<>();
        for (int i = 0; i < KEYS; i++) {
            keys.add(key("guarded/" + name + "/" + round + "/" + i + "/data"));
        }
        return new GuardedRound(key("guards/" + name + "/" + round), keys);
    }

    /** The store's time, to the precision with which it reports times. */
    static Instant time(StorageDriver driver) throws IOException {
        DriverUnderTest.put(driver, key("guards/clock"), "now");
        return driver.stat(key("guards/clock")).orElseThrow().lastModified();
    }

    /** Puts the objects, and then the guard. Returns the guard's version. */
    ObjectVersion put(StorageDriver driver) throws IOException {
        for (ObjectKey key : keys) {
            DriverUnderTest.put(driver, key, "removable");
        }
        return driver.put(guard, bytes("condemned"), WriteCondition.ANY, Durability.PROCESS_CRASH);
    }

    /** Deletes the objects while the guard has a version, at most a minute after a time of the store. */
    Map<ObjectKey, DeleteOutcome> delete(StorageDriver driver, ObjectVersion version, Instant now) throws IOException {
        DeleteGuard held = new DeleteGuard(guard, version, now.plus(Duration.ofMinutes(1)));
        return driver.deleteWhile(held, keys, Durability.POWER_LOSS);
    }

    /** Changes the guard from the given version on. Returns which objects are there afterwards. */
    Set<ObjectKey> change(StorageDriver driver, ObjectVersion version) throws IOException {
        driver.put(guard, bytes("rescued"), WriteCondition.ifVersion(version), Durability.PROCESS_CRASH);
        return present(driver);
    }

    /** Waits until there is a guard, and changes it. Returns which objects are there afterwards. */
    Set<ObjectKey> changeWhenThere(StorageDriver driver) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        Optional<ObjectInfo> there = driver.stat(guard);
        while (there.isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("the other process puts no guard");
            }
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(20));
            there = driver.stat(guard);
        }
        return change(driver, there.get().version());
    }

    /** Returns which of the objects are there. */
    Set<ObjectKey> present(StorageDriver driver) throws IOException {
        Set<ObjectKey> present = new LinkedHashSet<>();
        for (ObjectKey key : keys) {
            if (driver.stat(key).isPresent()) {
                present.add(key);
            }
        }
        return present;
    }
}
