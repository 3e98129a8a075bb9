package dev.moorage.storage.tck;

import static dev.moorage.storage.tck.ContentAssert.assertContent;
import static dev.moorage.storage.tck.DriverUnderTest.bytes;
import static dev.moorage.storage.tck.DriverUnderTest.key;
import static dev.moorage.storage.tck.DriverUnderTest.put;
import static dev.moorage.storage.tck.DriverUnderTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.HealthStatus;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ChannelTransfer;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Objects: put, stat, open, delete. */
public interface ObjectContract extends DriverUnderTest {
    @Test
    default void whatIsAbsentIsAnAnswerAndNoError() throws IOException {
        try (StorageDriver driver = open()) {
            assertThat(driver.stat(key("absent"))).isEmpty();
            assertThat(driver.open(key("absent"), ByteRange.WHOLE)).isEmpty();
            driver.delete(key("absent"), WriteCondition.ANY, Durability.POWER_LOSS);
        }
    }

    @Test
    default void whatWasPutIsThereForEveryReplica() throws IOException {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            for (Durability durability : Durability.values()) {
                ObjectKey key = key("a/b/" + durability.name().toLowerCase(Locale.ROOT));
                driver.put(key, bytes("content"), WriteCondition.ANY, durability);
                assertContent(read(other, key)).contains(bytes("content"));
                assertThat(other.stat(key).map(ObjectInfo::size)).contains(7L);
            }
        }
    }

    @Test
    default void anEmptyObjectIsThere() throws IOException {
        try (StorageDriver driver = open()) {
            put(driver, key("empty"), "");
            assertThat(driver.stat(key("empty")).map(ObjectInfo::size)).contains(0L);
            assertContent(read(driver, key("empty"))).contains(new byte[0]);
        }
    }

    @Test
    default void aReaderOfAReplacedObjectGetsWhatItOpenedOrAnError() throws IOException {
        try (StorageDriver driver = open()) {
            put(driver, key("replaced"), "first");
            try (ObjectContent open =
                    driver.open(key("replaced"), ByteRange.WHOLE).orElseThrow()) {
                put(driver, key("replaced"), "second");
                Optional<byte[]> seen = readOrFailed(open);
                if (seen.isPresent()) {
                    assertContent(seen).as("read after another put").contains(bytes("first"));
                }
            }
            assertContent(read(driver, key("replaced"))).contains(bytes("second"));
        }
    }

    /** Reads the rest of a content. Empty when reading fails, as it may when the object is replaced. */
    static Optional<byte[]> readOrFailed(ObjectContent content) {
        try {
            return Optional.of(DriverUnderTest.readAll(content));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    @Test
    default void statOpenAndPutAgreeOnVersionsAndOnesOfOtherContentDiffer() throws IOException {
        try (StorageDriver driver = open()) {
            ObjectKey key = key("versioned");
            var first = driver.put(key, bytes("1"), WriteCondition.ANY, Durability.PROCESS_CRASH);
            assertThat(driver.stat(key).orElseThrow().version()).isEqualTo(first);
            try (ObjectContent open = driver.open(key, ByteRange.WHOLE).orElseThrow()) {
                assertThat(open.info().version()).isEqualTo(first);
                assertThat(open.info().size()).isEqualTo(1);
            }
            assertThat(driver.put(key, bytes("2"), WriteCondition.ANY, Durability.PROCESS_CRASH))
                    .isNotEqualTo(first);
        }
    }

    @Test
    default void anObjectThatIsSyncedStaysAsItIsAndAnAbsentOneStaysAbsent() throws IOException {
        try (StorageDriver driver = open()) {
            var written = driver.put(key("synced"), bytes("x"), WriteCondition.ANY, Durability.PROCESS_CRASH);
            driver.sync(key("synced"));
            driver.sync(key("synced/absent"));
            assertThat(driver.stat(key("synced")).orElseThrow().version()).isEqualTo(written);
            assertThat(driver.stat(key("synced/absent"))).isEmpty();
        }
    }

    @Test
    default void lastModifiedIsAboutNow() throws IOException {
        try (StorageDriver driver = open()) {
            put(driver, key("dated"), "x");
            Instant modified = driver.stat(key("dated")).orElseThrow().lastModified();
            assertThat(Duration.between(modified, Instant.now()).abs()).isLessThan(Duration.ofHours(1));
        }
    }

    @Test
    default void theTimeOfAnObjectIsThatOfItsLastChange() throws Exception {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            put(driver, key("timed"), "first");
            Instant first = driver.stat(key("timed")).orElseThrow().lastModified();
            passTime(Duration.ofMillis(1100)); // Some stores keep whole seconds.
            assertThat(other.stat(key("timed")).orElseThrow().lastModified())
                    .as("the time of an object that has not changed")
                    .isEqualTo(first);
            put(driver, key("timed"), "second");
            Instant second = driver.stat(key("timed")).orElseThrow().lastModified();
            assertThat(second).as("the time of an object after it was replaced").isAfter(first);
            try (ObjectContent open = driver.open(key("timed"), ByteRange.WHOLE).orElseThrow()) {
                assertThat(open.info().lastModified())
                        .as("the time when it is opened")
                        .isEqualTo(second);
            }
        }
    }

    @Test
    default void rangesAreClippedToTheObject() throws IOException {
        try (StorageDriver driver = open()) {
            ObjectKey key = key("ranged");
            put(driver, key, "0123456789");
            assertContent(read(driver, key, new ByteRange(0, 1))).contains(bytes("0"));
            assertContent(read(driver, key, new ByteRange(9, 1))).contains(bytes("9"));
            assertContent(read(driver, key, new ByteRange(3, 4))).contains(bytes("3456"));
            assertContent(read(driver, key, new ByteRange(8, 100))).contains(bytes("89"));
            assertContent(read(driver, key, ByteRange.from(5))).contains(bytes("56789"));
            assertContent(read(driver, key, new ByteRange(10, 1))).contains(new byte[0]);
            assertContent(read(driver, key, new ByteRange(1000, 5))).contains(new byte[0]);
            assertContent(read(driver, key, new ByteRange(4, 0))).contains(new byte[0]);
        }
    }

    @Test
    default void theInfoOfARangeIsThatOfTheWholeObject() throws IOException {
        try (StorageDriver driver = open()) {
            put(driver, key("ranged"), "0123456789");
            try (ObjectContent open =
                    driver.open(key("ranged"), new ByteRange(2, 3)).orElseThrow()) {
                assertThat(open.info().size()).isEqualTo(10);
                assertThat(open.read(ByteBuffer.allocate(100))).isPositive();
            }
        }
    }

    @Test
    default void contentIsReadIntoBuffersOfEveryKindWithoutTouchingWhatIsBeyondTheirLimit() throws IOException {
        try (StorageDriver driver = open()) {
            put(driver, key("buffered"), "0123456789");
            try (ObjectContent open =
                    driver.open(key("buffered"), ByteRange.WHOLE).orElseThrow()) {
                ByteBuffer buffer = ByteBuffer.allocateDirect(8).position(2).limit(5);
                int count = open.read(buffer);
                assertThat(count).isBetween(1, 3);
                assertThat(buffer.limit()).isEqualTo(5);
                assertThat(buffer.position()).isEqualTo(2 + count);
                assertThat(buffer.get(2)).isEqualTo((byte) '0');
                assertThat(buffer.limit(8).get(5)).isZero();
            }
        }
    }

    /** Drivers that read through a buffer have nothing to do in this test. */
    @Test
    default void whatGoesToAChannelIsWhatReadingWouldHaveGivenThoughTheChannelTakesLittleOrNothing()
            throws IOException {
        byte[] content = Bodies.random(73, 50_000);
        try (StorageDriver driver = open()) {
            driver.put(key("transferred"), content, WriteCondition.ANY, Durability.PROCESS_CRASH);
            try (ObjectContent open =
                    driver.open(key("transferred"), new ByteRange(1000, 45_000)).orElseThrow()) {
                if (open.transfer().isEmpty()) {
                    return;
                }
                ChannelTransfer transfer = open.transfer().get();
                LittleChannel channel = new LittleChannel(7000);
                ByteBuffer read = ByteBuffer.allocate(500);
                boolean more = true;
                while (more) {
                    int before = channel.taken().length;
                    long count = transfer.to(channel, 10_000);
                    assertThat(channel.taken().length - before)
                            .as("bytes that the channel took")
                            .isEqualTo(Math.max(0, (int) count))
                            .isLessThanOrEqualTo(10_000);
                    channel.becomeWritable();
                    more = open.read(read.clear()) >= 0;
                    channel.write(read.flip());
                }
                assertThat(transfer.to(channel, 1)).as("at the end").isEqualTo(-1);
                assertThat(channel.taken()).isEqualTo(Arrays.copyOfRange(content, 1000, 46_000));
            }
        }
    }

    @Test
    default void aDeletedObjectIsGoneForEveryReplica() throws IOException {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            put(driver, key("deleted/deep/down"), "x");
            other.delete(key("deleted/deep/down"), WriteCondition.ANY, Durability.POWER_LOSS);
            assertThat(driver.stat(key("deleted/deep/down"))).isEmpty();
            put(driver, key("deleted/deep/down"), "again");
            assertContent(read(other, key("deleted/deep/down"))).contains(bytes("again"));
        }
    }

    @Test
    default void deletingOneObjectLeavesItsNeighbours() throws IOException {
        try (StorageDriver driver = open()) {
            put(driver, key("n/one"), "1");
            put(driver, key("n/two"), "2");
            put(driver, key("n-one"), "3");
            driver.delete(key("n/one"), WriteCondition.ANY, Durability.PROCESS_CRASH);
            assertContent(read(driver, key("n/two"))).contains(bytes("2"));
            assertContent(read(driver, key("n-one"))).contains(bytes("3"));
        }
    }

    @Test
    default void legalKeysOfEveryKindWork() throws IOException {
        try (StorageDriver driver = open()) {
            for (String name : new String[] {
                "UPPER", "a..b", "...", "-dash", "_under", "x=y", "a+b", "a%2Fb", "q?x", "h#x", "c:d", "t~", "a@b",
                "{}", "&"
            }) {
                put(driver, key("odd/" + name), name);
                assertContent(read(driver, key("odd/" + name))).as(name).contains(bytes(name));
            }
            ObjectKey longest = key("long/" + "x".repeat(255));
            put(driver, longest, "long");
            assertContent(read(driver, longest)).contains(bytes("long"));
        }
    }

    @Test
    default void anObjectOfSeveralMegabytesIsPutWhole() throws IOException {
        try (StorageDriver driver = open()) {
            byte[] content = Bodies.random(42, (4 << 20) + 17);
            driver.put(key("large"), content, WriteCondition.ANY, Durability.POWER_LOSS);
            assertContent(read(driver, key("large"))).contains(content);
        }
    }

    @Test
    default void theDriverIsHealthyAndCanBeClosedTwice() throws IOException {
        StorageDriver driver = open();
        assertThat(driver.check()).isEqualTo(new HealthStatus.Healthy());
        assertThat(driver.check()).isEqualTo(new HealthStatus.Healthy());
        driver.close();
        driver.close();
    }
}
