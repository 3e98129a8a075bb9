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
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.tck.FaultTrials.Step;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The backend fails at any call, while objects are read and changed. */
public interface ObjectFaultContract extends DriverUnderTest {
    @Test
    default void readsAreRightOrFail() throws IOException {
        try (FaultTrials trials = new FaultTrials(this)) {
            byte[] content = Bodies.random(101, 30_000);
            trials.everyFault(name -> {
                ObjectKey key = key("faults/read/" + name);
                StorageDriver driver = trials.driver();
                driver.put(key, content, WriteCondition.ANY, Durability.POWER_LOSS);
                return new Step(
                        () -> {
                            assertThat(driver.stat(key).map(ObjectInfo::size)).contains(30_000L);
                            assertContent(read(driver, key)).contains(content);
                            assertThat(driver.stat(key("faults/absent"))).isEmpty();
                        },
                        failure -> assertContent(read(trials.driver(), key)).contains(content));
            });
        }
    }

    @Test
    default void listingsAreWholeOrFail() throws IOException {
        try (FaultTrials trials = new FaultTrials(this)) {
            for (int i = 0; i < 5; i++) {
                put(trials.driver(), key("faults/list/" + i), "x");
            }
            trials.everyFault(name -> {
                StorageDriver driver = trials.driver();
                return new Step(
                        () -> assertThat(ListingContract.all(driver, key("faults/list"), ListOptions.recursive(2)))
                                .hasSize(5),
                        failure -> assertThat(ListingContract.all(
                                        trials.driver(), key("faults/list"), ListOptions.children(2)))
                                .hasSize(5));
            });
        }
    }

    @Test
    default void aPutTakesEffectOrDoesNotAndCanBeRepeated() throws IOException {
        tryPuts("any", Optional.of("old"), before -> WriteCondition.ANY);
    }

    @Test
    default void aPutIfAbsentIsNeverRefusedForWhatItPutItself() throws IOException {
        tryPuts("absent", Optional.empty(), before -> WriteCondition.IF_ABSENT);
    }

    @Test
    default void aPutIfVersionIsNeverRefusedForWhatItPutItself() throws IOException {
        tryPuts("version", Optional.of("old"), WriteCondition::ifVersion);
    }

    private void tryPuts(String folder, Optional<String> old, Function<ObjectVersion, WriteCondition> condition)
            throws IOException {
        try (FaultTrials trials = new FaultTrials(this)) {
            for (Durability durability : Durability.values()) {
                trials.everyFault(name -> {
                    ObjectKey key = key("faults/put-" + folder + "/" + durability + name);
                    StorageDriver driver = trials.driver();
                    ObjectVersion before = new ObjectVersion("none");
                    if (old.isPresent()) {
                        before = driver.put(key, bytes(old.get()), WriteCondition.ANY, durability);
                    }
                    WriteCondition held = condition.apply(before);
                    ObjectVersion[] written = new ObjectVersion[1];
                    return new Step(
                            () -> written[0] = driver.put(key, bytes("new"), held, durability),
                            failure -> assertPut(trials.driver(), key, old, failure, written[0]));
                });
            }
        }
    }

    private static void assertPut(
            StorageDriver driver,
            ObjectKey key,
            Optional<String> old,
            Optional<IOException> failure,
            ObjectVersion written)
            throws IOException {
        Optional<byte[]> seen = read(driver, key);
        if (failure.isEmpty()) {
            assertThat(seen).contains(bytes("new"));
            assertThat(driver.stat(key).map(ObjectInfo::version)).contains(written);
        } else {
            boolean isOld = seen.isEmpty()
                    ? old.isEmpty()
                    : old.map(text -> Arrays.equals(bytes(text), seen.get())).orElse(false);
            boolean isNew =
                    seen.filter(content -> Arrays.equals(bytes("new"), content)).isPresent();
            assertThat(isOld || isNew).as("the old object or the new one").isTrue();
        }
        put(driver, key, "new");
        assertContent(read(driver, key)).contains(bytes("new"));
    }

    @Test
    default void aWriteWhoseConditionDoesNotHoldNeverTakesEffect() throws IOException {
        try (FaultTrials trials = new FaultTrials(this)) {
            trials.everyFault(name -> {
                ObjectKey key = key("faults/refused/" + name);
                StorageDriver driver = trials.driver();
                ObjectVersion stale = driver.put(key, bytes("1"), WriteCondition.ANY, Durability.PROCESS_CRASH);
                put(driver, key, "2");
                return new Step(
                        () -> {
                            assertNotWritten(() ->
                                    driver.put(key, bytes("3"), WriteCondition.IF_ABSENT, Durability.PROCESS_CRASH));
                            assertNotWritten(() -> driver.put(
                                    key, bytes("3"), WriteCondition.ifVersion(stale), Durability.PROCESS_CRASH));
                            assertNotWritten(() ->
                                    driver.delete(key, WriteCondition.ifVersion(stale), Durability.PROCESS_CRASH));
                        },
                        failure -> assertContent(read(trials.driver(), key)).contains(bytes("2")));
            });
        }
    }

    private static void assertNotWritten(FaultTrials.Call write) throws IOException {
        try {
            write.make();
            throw new AssertionError("told that it was done");
        } catch (ConditionFailedException _) {
            // The expected exception.
        }
    }

    @Test
    default void aDeleteTakesEffectOrDoesNotAndCanBeRepeated() throws IOException {
        try (FaultTrials trials = new FaultTrials(this)) {
            for (boolean anyVersion : new boolean[] {true, false}) {
                trials.everyFault(name -> {
                    ObjectKey key = key("faults/delete/" + anyVersion + name);
                    StorageDriver driver = trials.driver();
                    ObjectVersion version = driver.put(key, bytes("old"), WriteCondition.ANY, Durability.POWER_LOSS);
                    WriteCondition held = anyVersion ? WriteCondition.ANY : WriteCondition.ifVersion(version);
                    return new Step(() -> driver.delete(key, held, Durability.POWER_LOSS), failure -> {
                        Optional<byte[]> seen = read(trials.driver(), key);
                        assertThat(seen.isEmpty() || failure.isPresent())
                                .as("gone, or told that it may not be")
                                .isTrue();
                        assertThat(seen.orElse(bytes("old"))).isEqualTo(bytes("old"));
                        trials.driver().delete(key, WriteCondition.ANY, Durability.POWER_LOSS);
                        assertThat(trials.driver().stat(key)).isEmpty();
                    });
                });
            }
        }
    }
}
