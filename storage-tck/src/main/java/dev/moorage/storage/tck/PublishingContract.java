package dev.moorage.storage.tck;

import static dev.moorage.storage.tck.ContentAssert.assertContent;
import static dev.moorage.storage.tck.DriverUnderTest.key;
import static dev.moorage.storage.tck.DriverUnderTest.put;
import static dev.moorage.storage.tck.DriverUnderTest.read;
import static dev.moorage.storage.tck.StagingContract.begin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Staged bodies become objects, whole or not at all: where there is no object, the same object, or a damaged one. */
public interface PublishingContract extends DriverUnderTest {
    @Test
    default void aTargetThatIsKnownFromTheStartMakesNoDifference() throws IOException {
        try (StorageDriver driver = open()) {
            byte[] content = Bodies.random(5, 100_000);
            ObjectKey target = key("known/target");
            StagingRequest request = new StagingRequest.Begin(
                    key("staging/known"), 1, Optional.of(target), OptionalLong.of(content.length));
            try (StagedObject staged = driver.stage(request).orElseThrow()) {
                staged.append(Bodies.of(content));
                assertThat(driver.stat(target)).isEmpty();
                staged.publish(staged.seal(), target);
                staged.discard();
            }
            assertContent(read(driver, target)).contains(content);
        }
    }

    @Test
    default void publishingOverAnObjectOfTheSameSizeLeavesItAndOverOneOfAnotherHealsIt() throws IOException {
        try (StorageDriver driver = open()) {
            put(driver, key("same"), "12345");
            put(driver, key("damaged"), "1234");
            try (StagedObject staged = begin(driver, key("staging/same"))) {
                staged.append(Bodies.of(DriverUnderTest.bytes("abcde")));
                assertThat(staged.publish(staged.seal(), key("same"))).isEqualTo(Published.ALREADY_THERE);
                staged.discard();
            }
            try (StagedObject staged = begin(driver, key("staging/damaged"))) {
                staged.append(Bodies.of(DriverUnderTest.bytes("abcde")));
                assertThat(staged.publish(staged.seal(), key("damaged"))).isEqualTo(Published.CREATED);
                staged.discard();
            }
            assertContent(read(driver, key("same"))).contains(DriverUnderTest.bytes("12345"));
            assertContent(read(driver, key("damaged"))).contains(DriverUnderTest.bytes("abcde"));
        }
    }

    @Test
    default void publishingCanBeRepeatedAndDiscardingDoesNotUndoIt() throws IOException {
        try (StorageDriver driver = open()) {
            byte[] content = Bodies.random(21, 70_000);
            try (StagedObject staged = begin(driver, key("staging/repeated"))) {
                staged.append(Bodies.of(content));
                Sealed sealed = staged.seal();
                staged.publish(sealed, key("repeated"));
                staged.publish(sealed, key("repeated"));
                staged.discard();
            }
            assertContent(read(driver, key("repeated"))).contains(content);
        }
    }

    @Test
    default void readersSeeThePublishedObjectWholeOrNotAtAll() throws Exception {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            byte[] content = Bodies.random(23, 400_000);
            for (int round = 0; round < 5; round++) {
                ObjectKey target = key("watched/" + round);
                ObjectKey area = key("staging/watched-" + round);
                AtomicBoolean published = new AtomicBoolean();
                Racers.race(3, racer -> {
                    if (racer == 0) {
                        try (StagedObject staged = begin(driver, area)) {
                            staged.append(Bodies.of(content));
                            staged.publish(staged.seal(), target);
                        } finally {
                            published.set(true);
                        }
                    } else {
                        while (!published.get()) {
                            Optional<byte[]> seen = read(other, target);
                            assertThat(seen.map(bytes -> Arrays.equals(bytes, content))
                                            .orElse(true))
                                    .isTrue();
                        }
                    }
                });
                assertContent(read(other, target)).contains(content);
            }
        }
    }

    @Test
    @Tag("slow")
    default void fiveGibibytesBecomeAnObject() throws IOException {
        long length = 5L << 30;
        try (StorageDriver driver = open()) {
            try (StagedObject staged = begin(driver, key("staging/huge"))) {
                staged.append(Bodies.counted(length));
                staged.publish(staged.seal(), key("huge"));
                staged.discard();
            }
            assertThat(driver.stat(key("huge")).orElseThrow().size()).isEqualTo(length);
            try (var end =
                    driver.open(key("huge"), ByteRange.from(length - 1000)).orElseThrow()) {
                ByteArrayOutputStream expected = new ByteArrayOutputStream();
                for (long i = length - 1000; i < length; i++) {
                    expected.write(Bodies.countedByte(i));
                }
                ByteBuffer read = ByteBuffer.allocate(1000);
                while (end.read(read) >= 0 && read.hasRemaining()) {
                    // Reads until the end.
                }
                assertThat(read.array()).isEqualTo(expected.toByteArray());
            }
        }
    }
}
