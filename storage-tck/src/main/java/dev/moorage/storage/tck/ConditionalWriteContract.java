package dev.moorage.storage.tck;

import static dev.moorage.storage.tck.ContentAssert.assertContent;
import static dev.moorage.storage.tck.DriverUnderTest.bytes;
import static dev.moorage.storage.tck.DriverUnderTest.key;
import static dev.moorage.storage.tck.DriverUnderTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Writes that depend on the current state of an object. Replicas coordinate through them without a database. */
public interface ConditionalWriteContract extends DriverUnderTest {
    @Test
    default void ifAbsentWritesOnce() throws IOException {
        try (StorageDriver driver = open()) {
            put(driver, "once", "first", WriteCondition.IF_ABSENT);
            Expected.exception(ConditionFailedException.class)
                    .isThrownBy(() -> put(driver, "once", "second", WriteCondition.IF_ABSENT));
            assertContent(read(driver, key("once"))).contains(bytes("first"));
        }
    }

    private static ObjectVersion put(StorageDriver driver, String name, String text, WriteCondition condition)
            throws IOException {
        return driver.put(key(name), bytes(text), condition, Durability.PROCESS_CRASH);
    }

    @Test
    default void ifVersionWritesOverThatVersionOnly() throws IOException {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            ObjectVersion first = put(driver, "v", "1", WriteCondition.ANY);
            ObjectVersion second = put(other, "v", "2", WriteCondition.ifVersion(first));
            Expected.exception(ConditionFailedException.class)
                    .isThrownBy(() -> put(driver, "v", "3", WriteCondition.ifVersion(first)));
            assertContent(read(driver, key("v"))).contains(bytes("2"));
            put(driver, "v", "3", WriteCondition.ifVersion(second));
            assertContent(read(other, key("v"))).contains(bytes("3"));
        }
    }

    @Test
    default void ifVersionDoesNotMakeWhatIsAbsent() throws IOException {
        try (StorageDriver driver = open()) {
            ObjectVersion version = put(driver, "gone", "1", WriteCondition.ANY);
            driver.delete(key("gone"), WriteCondition.ANY, Durability.PROCESS_CRASH);
            Expected.exception(ConditionFailedException.class)
                    .isThrownBy(() -> put(driver, "gone", "2", WriteCondition.ifVersion(version)));
            assertThat(driver.stat(key("gone"))).isEmpty();
        }
    }

    @Test
    default void aVersionThatAKeyDoesNotHaveIsRefusedAlsoWhenAnotherKeyHasIt() throws IOException {
        try (StorageDriver driver = open()) {
            put(driver, "here", "1", WriteCondition.ANY);
            ObjectVersion second = put(driver, "here", "2", WriteCondition.ANY);
            put(driver, "there", "1", WriteCondition.ANY);
            Expected.exception(ConditionFailedException.class)
                    .isThrownBy(() -> put(driver, "there", "3", WriteCondition.ifVersion(second)));
            assertContent(read(driver, key("there"))).contains(bytes("1"));
        }
    }

    @Test
    default void deleteIfVersionOfWhatIsAbsentFails() throws IOException {
        try (StorageDriver driver = open()) {
            ObjectVersion version = put(driver, "absent", "1", WriteCondition.ANY);
            driver.delete(key("absent"), WriteCondition.ifVersion(version), Durability.PROCESS_CRASH);
            Expected.exception(ConditionFailedException.class)
                    .isThrownBy(() ->
                            driver.delete(key("absent"), WriteCondition.ifVersion(version), Durability.PROCESS_CRASH));
        }
    }

    @Test
    default void deleteIfVersionDeletesThatVersionOnly() throws IOException {
        try (StorageDriver driver = open()) {
            ObjectVersion first = put(driver, "d", "1", WriteCondition.ANY);
            ObjectVersion second = put(driver, "d", "2", WriteCondition.ANY);
            Expected.exception(ConditionFailedException.class)
                    .isThrownBy(
                            () -> driver.delete(key("d"), WriteCondition.ifVersion(first), Durability.PROCESS_CRASH));
            driver.delete(key("d"), WriteCondition.ifVersion(second), Durability.PROCESS_CRASH);
            assertThat(driver.stat(key("d"))).isEmpty();
        }
    }

    @Test
    default void noTwoContentsOfALargeObjectThatIsReplacedAtOnceHaveOneVersion() throws IOException {
        try (StorageDriver driver = open()) {
            Set<ObjectVersion> versions = new HashSet<>();
            ObjectVersion last = put(driver, "large", "0".repeat(40_000), WriteCondition.ANY);
            versions.add(last);
            for (int i = 1; i <= 60; i++) {
                last = put(
                        driver,
                        "large",
                        Integer.toString(i % 10).repeat(39_999) + (char) ('0' + i),
                        WriteCondition.ifVersion(last));
                assertThat(versions.add(last))
                        .as("version %d is new: %s", i, last)
                        .isTrue();
            }
        }
    }

    @Test
    default void ofSixteenRacingWritersOneWins() throws Exception {
        try (StorageDriver driver = open()) {
            raceForOne(driver, driver);
        }
    }

    @Test
    default void ofRacingWritersInTwoReplicasOneWins() throws Exception {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            Claims.require(conditionalWrites(), "conditionalWrites");
            raceForOne(driver, other);
        }
    }

    private static void raceForOne(StorageDriver driver, StorageDriver other) throws Exception {
        for (int round = 0; round < 10; round++) {
            ObjectKey key = key("race/" + round + "/winner");
            AtomicInteger winners = new AtomicInteger();
            Racers.race(16, racer -> {
                try {
                    (racer % 2 == 0 ? driver : other)
                            .put(key, bytes("racer " + racer), WriteCondition.IF_ABSENT, Durability.PROCESS_CRASH);
                    winners.incrementAndGet();
                } catch (ConditionFailedException _) {
                    // Expected for fifteen of the sixteen racers.
                }
            });
            assertThat(winners).as("round %d", round).hasValue(1);
        }
    }

    @Test
    default void aCounterThatManyWritersRaiseLosesNothing() throws Exception {
        try (StorageDriver driver = open()) {
            raiseTogether(driver, driver);
        }
    }

    @Test
    default void aCounterThatTwoReplicasRaiseLosesNothing() throws Exception {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            Claims.require(conditionalWrites(), "conditionalWrites");
            raiseTogether(driver, other);
        }
    }

    private static void raiseTogether(StorageDriver driver, StorageDriver other) throws Exception {
        put(driver, "counter", "0", WriteCondition.ANY);
        Racers.race(8, racer -> {
            for (int i = 0; i < 25; i++) {
                raise(racer % 2 == 0 ? driver : other);
            }
        });
        assertContent(read(driver, key("counter"))).contains(bytes("200"));
    }

    @Test
    default void aLargeObjectThatManyWritersRaiseFromTheVersionsOfTheirOwnPutsLosesNothing() throws Exception {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            put(driver, "large-counter", large(0), WriteCondition.ANY);
            Racers.race(4, racer -> {
                StorageDriver own = racer % 2 == 0 || !conditionalWrites() ? driver : other;
                int raised = 0;
                int value = 0;
                Optional<ObjectVersion> known = Optional.empty();
                while (raised < 25) {
                    if (known.isEmpty()) {
                        try (ObjectContent content =
                                own.open(key("large-counter"), ByteRange.WHOLE).orElseThrow()) {
                            known = Optional.of(content.info().version());
                            value = Integer.parseInt(text(content).strip());
                        }
                    }
                    try {
                        known = Optional.of(
                                put(own, "large-counter", large(value + 1), WriteCondition.ifVersion(known.get())));
                        value++;
                        raised++;
                    } catch (ConditionFailedException _) {
                        known = Optional.empty();
                    }
                }
            });
            assertContent(read(driver, key("large-counter"))).contains(bytes(large(100)));
        }
    }

    private static String large(int value) {
        return value + " ".repeat(20_000 - Integer.toString(value).length());
    }

    private static String text(ObjectContent content) throws IOException {
        return new String(DriverUnderTest.readAll(content), StandardCharsets.UTF_8);
    }

    private static void raise(StorageDriver driver) throws IOException {
        while (true) {
            try (ObjectContent content =
                    driver.open(key("counter"), ByteRange.WHOLE).orElseThrow()) {
                ObjectVersion version = content.info().version();
                String value = text(content);
                put(
                        driver,
                        "counter",
                        Integer.toString(Integer.parseInt(value) + 1),
                        WriteCondition.ifVersion(version));
                return;
            } catch (ConditionFailedException _) {
                // Another writer came first: read again.
            }
        }
    }
}
