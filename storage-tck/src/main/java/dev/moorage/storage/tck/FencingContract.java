package dev.moorage.storage.tck;

import static dev.moorage.storage.tck.ContentAssert.assertContent;
import static dev.moorage.storage.tck.DriverUnderTest.key;
import static dev.moorage.storage.tck.DriverUnderTest.read;
import static dev.moorage.storage.tck.DriverUnderTest.readAll;
import static dev.moorage.storage.tck.StagingContract.begin;
import static dev.moorage.storage.tck.StagingContract.reopen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.BodySource;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.spi.staging.StagingFencedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * Writers that come late or twice: of all writers of an area, only the one with the highest generation has effects. A driver
 * that fences writers refuses the others. Other drivers may accept or refuse their calls, which have no visible effect.
 */
public interface FencingContract extends DriverUnderTest {
    @Test
    default void aFencedWriterChangesNothingAndIsRefused() throws IOException {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            byte[] content = Bodies.random(31, 20_000);
            ObjectKey area = key("fenced/late");
            try (StagedObject late = begin(driver, area)) {
                late.append(Bodies.of(Arrays.copyOf(content, 10_000)));
                try (StagedObject winner = reopen(other, area, 2, late.state()).orElseThrow()) {
                    assertFenced(() -> late.append(Bodies.of(Bodies.random(32, 5000))));
                    winner.append(Bodies.of(Arrays.copyOfRange(content, 10_000, 20_000)));
                    assertFenced(() -> late.append(Bodies.of(Bodies.random(33, 10_000))));
                    assertFenced(() -> late.truncate(0));
                    assertFenced(late::seal);
                    if (fencesWriters()) {
                        late.discard();
                    }
                    assertThat(winner.size()).isEqualTo(20_000);
                    winner.publish(winner.seal(), key("late"));
                }
            }
            assertContent(read(driver, key("late"))).contains(content);
        }
    }

    @Test
    default void aWriterThatIsFencedInTheMiddleOfABodyAddsNothingMore() throws IOException {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            byte[] content = Bodies.random(34, 8192);
            ObjectKey area = key("fenced/middle");
            try (StagedObject late = begin(driver, area)) {
                StagedObject[] winner = new StagedObject[1];
                int[] rest = {100};
                BodySource fencedDuringTheBody = BodySource.of(destination -> {
                    if (winner[0] == null) {
                        winner[0] = reopen(other, area, 2, late.state()).orElseThrow();
                        winner[0].append(Bodies.of(content));
                    }
                    if (rest[0]-- == 0) {
                        return -1;
                    }
                    destination.put((byte) 1);
                    return 1;
                });
                assertFenced(() -> late.append(fencedDuringTheBody));
                winner[0].publish(winner[0].seal(), key("middle"));
                winner[0].close();
            }
            assertContent(read(driver, key("middle"))).contains(content);
        }
    }

    @Test
    default void afterTheSealNoWriterChangesTheBytesAndAfterPublishingNoneEver() throws IOException {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            byte[] content = Bodies.random(35, 9000);
            ObjectKey area = key("fenced/sealed");
            StagedObject first = begin(driver, area);
            StagedObject second = reopen(other, area, 2, first.state()).orElseThrow();
            second.append(Bodies.of(content));
            Sealed sealed = second.seal();
            assertRefused(() -> second.append(Bodies.of(new byte[10])));
            assertRefused(() -> second.truncate(1));
            assertFenced(() -> first.append(Bodies.of(new byte[10])));
            second.publish(sealed, key("sealed"));
            assertFenced(() -> first.append(Bodies.of(new byte[9000])));
            assertRefused(() -> second.append(Bodies.of(new byte[9000])));
            first.discard();
            second.discard();
            first.close();
            second.close();
            assertContent(read(driver, key("sealed"))).contains(content);
        }
    }

    @Test
    default void aFencedWriterCannotPublishWhatItHasSealed() throws IOException {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            byte[] content = Bodies.random(36, 9000);
            ObjectKey area = key("fenced/unsealed");
            try (StagedObject first = begin(driver, area)) {
                first.append(Bodies.of(Arrays.copyOf(content, 5000)));
                Sealed sealed = first.seal();
                try (StagedObject second = reopen(other, area, 2, first.state()).orElseThrow()) {
                    assertFenced(() -> first.publish(sealed, key("unsealed")));
                    assertThat(read(driver, key("unsealed")).orElse(Arrays.copyOf(content, 5000)))
                            .as("what was sealed, or nothing")
                            .isEqualTo(Arrays.copyOf(content, 5000));
                    assertThat(driver.stat(key("unsealed")).isPresent()).isNotEqualTo(fencesWriters());
                    second.append(Bodies.of(Arrays.copyOfRange(content, 5000, 9000)));
                    second.publish(second.seal(), key("unsealed"));
                }
            }
            assertContent(read(driver, key("unsealed"))).contains(content);
        }
    }

    @Test
    default void aReadOfAFencedWriterIsNoFailureOfTheStore() throws IOException {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            for (boolean discarded : new boolean[] {false, true}) {
                ObjectKey area = key("fenced/reading/" + discarded);
                try (StagedObject late = begin(driver, area)) {
                    late.append(Bodies.of(Bodies.random(37, 50_000)));
                    late.seal();
                    ObjectContent begun = late.read(ByteRange.WHOLE).orElseThrow();
                    begun.read(ByteBuffer.allocate(100));
                    try (StagedObject winner =
                            reopen(other, area, 2, late.state()).orElseThrow()) {
                        winner.truncate(0);
                        if (discarded) {
                            winner.discard();
                        }
                        assertReadOrFenced(() -> readAll(begun));
                        assertReadOrFenced(
                                () -> readAll(late.read(ByteRange.WHOLE).orElseThrow()));
                    }
                }
            }
        }
    }

    private static void assertReadOrFenced(ThrowingCallable reading) {
        Throwable failure = catchThrowable(reading);
        assertThat(failure == null
                        || failure instanceof StagingFencedException
                        || failure instanceof StagedBytesLostException)
                .as("read, or fenced, and not %s", failure)
                .isTrue();
    }

    @Test
    default void whatIsPublishedAndDiscardedCannotBeReopened() throws IOException {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            ObjectKey area = key("fenced/published");
            StagedState state;
            try (StagedObject staged = begin(driver, area)) {
                staged.append(Bodies.of(new byte[100]));
                state = staged.state();
                staged.publish(staged.seal(), key("published-once"));
                staged.discard();
            }
            assertNothingIsLeft(other, area, state);
        }
    }

    @Test
    default void aGenerationThatIsNotHigherIsRefused() throws IOException {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            ObjectKey area = key("fenced/generations");
            try (StagedObject staged = begin(driver, area)) {
                staged.append(Bodies.of(new byte[10]));
                StagedState state = staged.state();
                try (StagedObject later = reopen(other, area, 7, state).orElseThrow()) {
                    for (long generation : new long[] {1, 6, 7}) {
                        assertFenced(() -> reopen(driver, area, generation, state));
                    }
                    assertThat(later.size()).isEqualTo(10);
                }
            }
        }
    }

    @Test
    default void ofManyReopeningWritersOneHoldsEachGeneration() throws Exception {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            for (int round = 0; round < 10; round++) {
                ObjectKey area = key("fenced/race-" + round);
                StagedState state;
                try (StagedObject staged = begin(driver, area)) {
                    staged.append(Bodies.of(new byte[10]));
                    state = staged.state();
                }
                AtomicInteger winners = new AtomicInteger();
                Racers.race(8, racer -> {
                    try (StagedObject reopened = reopen(racer % 2 == 0 ? driver : other, area, 2, state)
                            .orElseThrow()) {
                        assertThat(reopened.size()).isEqualTo(10);
                        winners.incrementAndGet();
                    } catch (StagingFencedException _) {
                        // Expected for seven of the eight racers, where the driver fences writers.
                    }
                });
                assertThat(winners).as("round %d", round).hasValue(fencesWriters() ? 1 : 8);
            }
        }
    }

    /** Asserts that reopening finds nothing, at once or at the first use. */
    static void assertNothingIsLeft(StorageDriver driver, ObjectKey area, StagedState state) throws IOException {
        Optional<StagedObject> reopened = reopen(driver, area, 2, state);
        if (reopened.isPresent()) {
            try (StagedObject staged = reopened.get()) {
                Expected.exception(StagedBytesLostException.class)
                        .isThrownBy(() -> staged.publish(staged.seal(), key("published-twice")));
            }
        }
    }

    /**
     * Asserts that the driver refuses a call of a fenced writer. A driver that does not fence writers may refuse the call or
     * accept it. The tests then assert that the call has no visible effect.
     */
    private void assertFenced(ThrowingCallable call) throws IOException {
        if (fencesWriters()) {
            assertRefused(call);
        } else {
            try {
                call.call();
            } catch (StagingFencedException _) {
                // A driver that does not fence writers may still refuse them.
            } catch (IOException | RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        }
    }

    private static void assertRefused(ThrowingCallable call) {
        Expected.exception(StagingFencedException.class).isThrownBy(call);
    }
}
