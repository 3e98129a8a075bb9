package dev.moorage.storage.tck;

import static dev.moorage.storage.tck.ContentAssert.assertContent;
import static dev.moorage.storage.tck.DriverUnderTest.key;
import static dev.moorage.storage.tck.DriverUnderTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.StagedObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The bytes of objects that are larger than any buffer or chunk of a driver. */
public interface ContentContract extends DriverUnderTest {
    @Test
    default void aLargeObjectThatIsReplacedOrDeletedWhileItIsReadIsNeverMixedOrCut() throws IOException {
        byte[] old = Bodies.random(141, 1_600_000);
        byte[][] replacements = {Bodies.random(142, 1_600_000), Bodies.random(143, 1000), Bodies.random(144, 1_900_000)
        };
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            for (int i = 0; i <= replacements.length; i++) {
                ObjectKey key = key("read-while-replaced/" + i);
                driver.put(key, old, WriteCondition.ANY, Durability.PROCESS_CRASH);
                ObjectContent content = driver.open(key, ByteRange.WHOLE).orElseThrow();
                ByteBuffer begin = ByteBuffer.allocate(1000);
                content.read(begin);
                boolean replaced = i < replacements.length;
                if (replaced) {
                    other.put(key, replacements[i], WriteCondition.ANY, Durability.PROCESS_CRASH);
                } else {
                    other.delete(key, WriteCondition.ANY, Durability.PROCESS_CRASH);
                }
                Optional<byte[]> rest = ObjectContract.readOrFailed(content);
                if (rest.isPresent()) {
                    assertContent(rest)
                            .as("the rest of an object that is %s while it is read", replaced ? "replaced" : "deleted")
                            .contains(Arrays.copyOfRange(old, begin.position(), old.length));
                }
            }
        }
    }

    @Test
    default void rangesAtTheEdgesOfBuffersAndChunksAreExact() throws IOException {
        byte[] content = Bodies.random(145, 2_200_000);
        int[] offsets = {
            0, 1, 4095, 4096, 8191, 8192, 65_535, 65_536, 131_072, 262_143, 262_144, 262_145, 524_288, 1_048_575,
            1_048_576, 1_048_577, 2_097_151, 2_097_152, 2_199_998, 2_199_999
        };
        try (StorageDriver driver = open()) {
            driver.put(key("edges/put"), content, WriteCondition.ANY, Durability.PROCESS_CRASH);
            Upload.whole(driver, key("staging/edges"), content, key("edges/published/data"));
            for (ObjectKey key : new ObjectKey[] {key("edges/put"), key("edges/published/data")}) {
                for (int offset : offsets) {
                    for (int length : new int[] {1, 2, 300_000}) {
                        assertContent(read(driver, key, new ByteRange(offset, length)))
                                .as("%d bytes from %d of %s", length, offset, key)
                                .contains(
                                        Arrays.copyOfRange(content, offset, Math.min(offset + length, content.length)));
                    }
                }
            }
        }
    }

    @Test
    default void offsetsAndLengthsBeyondFourGibibytesAreNoSmallOnes() throws IOException {
        try (StorageDriver driver = open()) {
            ObjectKey key = key("far");
            DriverUnderTest.put(driver, key, "0123456789");
            for (long offset : new long[] {1L << 31, (1L << 31) + 3, 1L << 32, (1L << 32) + 3, 1L << 40}) {
                assertContent(read(driver, key, new ByteRange(offset, 5)))
                        .as("bytes from offset %d of an object of 10", offset)
                        .contains(new byte[0]);
            }
            for (long length : new long[] {1L << 31, (1L << 31) + 3, 1L << 32, (1L << 32) + 3}) {
                assertContent(read(driver, key, new ByteRange(4, length)))
                        .as("%d bytes from offset 4 of an object of 10", length)
                        .contains(DriverUnderTest.bytes("456789"));
            }
        }
    }

    @Test
    default void theMemoryForABodyDoesNotGrowWithIt() throws IOException {
        Claims.require(boundsMemory(), "boundsMemory");
        long length = 48L << 20;
        try (StorageDriver driver = open();
                StagedObject staged = Upload.begin(driver, key("staging/in-little-memory"), 1)) {
            MeasuredBody body = new MeasuredBody(length);
            staged.append(body);
            assertThat(body.grownBy())
                    .as("bytes of memory in use at the end of a body of %d bytes", length)
                    .isLessThan(length / 2);
            assertThat(staged.size()).isEqualTo(length);
            staged.discard();
        }
    }

    @Test
    default void contentsAndWritersCanBeClosedTwice() throws IOException {
        try (StorageDriver driver = open()) {
            DriverUnderTest.put(driver, key("closed-twice"), "content");
            ObjectContent content =
                    driver.open(key("closed-twice"), ByteRange.WHOLE).orElseThrow();
            content.read(ByteBuffer.allocate(2));
            content.close();
            content.close();
            StagedObject staged = Upload.begin(driver, key("staging/closed-twice"), 1);
            staged.append(Bodies.of(new byte[10]));
            var state = staged.state();
            staged.close();
            staged.close();
            assertContent(read(driver, key("closed-twice"))).contains(DriverUnderTest.bytes("content"));
            try (StagedObject next = driver.stage(Upload.from(key("staging/closed-twice"), 2, state))
                    .orElseThrow()) {
                assertThat(next.size()).as("staged bytes after two closes").isEqualTo(10);
            }
        }
    }
}
