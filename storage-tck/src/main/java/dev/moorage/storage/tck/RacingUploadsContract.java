package dev.moorage.storage.tck;

import static dev.moorage.storage.tck.ContentAssert.assertContent;
import static dev.moorage.storage.tck.DriverUnderTest.key;
import static dev.moorage.storage.tck.DriverUnderTest.read;
import static dev.moorage.storage.tck.StagingContract.begin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.BodySource;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingFencedException;
import dev.moorage.storage.tck.report.Findings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Several uploads at once: of the same digest, in the same area, in many areas, and against deletes. */
public interface RacingUploadsContract extends DriverUnderTest {
    @Test
    default void manyPublishesOfTheSameAllSucceedAndThereIsOneObject() throws Exception {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            for (int round = 0; round < 5; round++) {
                byte[] content = Bodies.random(61 + round, 50_000);
                ObjectKey target = key("pushed/" + round + "/data");
                int name = round;
                AtomicInteger created = new AtomicInteger();
                Racers.race(8, racer -> {
                    ObjectKey area = key("staging/pushed-" + name + "-" + racer);
                    if (Upload.whole(racer % 2 == 0 ? driver : other, area, content, target) == Published.CREATED) {
                        created.incrementAndGet();
                    }
                });
                assertThat(created.get()).as("told that it was created").isPositive();
                assertContent(read(other, target)).contains(content);
            }
        }
    }

    @Test
    default void publishingAgainstDeletingLeavesTheWholeObjectOrNone() throws Exception {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            byte[] content = Bodies.random(67, 40_000);
            ObjectKey target = key("deleted/again/data");
            AtomicInteger publishing = new AtomicInteger(2);
            Racers.race(3, racer -> {
                if (racer < 2) {
                    try {
                        for (int i = 0; i < 15; i++) {
                            Upload.whole(racer == 0 ? driver : other, key("staging/d-" + racer + i), content, target);
                        }
                    } finally {
                        publishing.decrementAndGet();
                    }
                } else {
                    while (publishing.get() > 0) {
                        other.delete(target, WriteCondition.ANY, Durability.PROCESS_CRASH);
                        Optional<byte[]> seen = read(driver, target);
                        assertThat(seen.isEmpty() || Arrays.equals(seen.get(), content))
                                .as("whole or not there")
                                .isTrue();
                    }
                }
            });
            Upload.whole(driver, key("staging/last"), content, target);
            assertContent(read(other, target)).contains(content);
        }
    }

    @Test
    default void bytesOfManyBodiesThatComeInTurnsAreNeverMixed(Findings findings) throws Exception {
        long seed = Seeds.next(findings, "bodies that come in turns");
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            int bodies = 24;
            Racers.race(3, racer -> {
                Random random = new Random(seed + racer);
                List<StagedObject> staged = new ArrayList<>();
                for (int i = 0; i < bodies; i++) {
                    staged.add(begin(i % 2 == 0 ? driver : other, key("turns/" + racer + "/" + i)));
                }
                List<Integer> turns = new ArrayList<>();
                for (int i = 0; i < bodies * 4; i++) {
                    turns.add(i % bodies);
                }
                Collections.shuffle(turns, random);
                for (int i : turns) {
                    byte[] content = Bodies.random(seed + racer * 100L + i, 36_000);
                    long size = staged.get(i).size();
                    staged.get(i).append(Bodies.of(Upload.part(content, size, size + 9000), 1 + random.nextInt(9000)));
                }
                for (int i = 0; i < bodies; i++) {
                    byte[] content = Bodies.random(seed + racer * 100L + i, 36_000);
                    ObjectKey target = key("turned/" + racer + "/" + i);
                    try (StagedObject each = staged.get(i)) {
                        each.publish(each.seal(), target);
                        each.discard();
                    }
                    assertContent(read(other, target)).as("seed %d", seed).contains(content);
                }
            });
        }
    }

    @Test
    default void writersThatBeginAppendAndDiscardInOneAreaNeverMeetOthersBytes() throws Exception {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            boolean fences = fencesWriters();
            ObjectKey area = key("contested");
            AtomicInteger generations = new AtomicInteger();
            Racers.race(6, racer -> {
                for (int i = 0; i < 15; i++) {
                    ObjectKey target = key("contested-by/" + racer + "/" + i);
                    byte[] content = Bodies.random(racer * 100L + i, 20_000);
                    try (StagedObject staged =
                            Upload.begin(racer % 2 == 0 ? driver : other, area, generations.incrementAndGet())) {
                        staged.append(Bodies.of(content, 1000));
                        if (i % 3 == 2 && fences) {
                            staged.discard();
                        } else {
                            staged.publish(staged.seal(), target);
                        }
                    } catch (StagingFencedException | StagedBytesLostException _) {
                        // The writer was fenced: all of its bytes may be there, or none of them.
                    }
                    Optional<byte[]> seen = read(driver, target);
                    assertThat(seen.isEmpty() || Arrays.equals(seen.get(), content))
                            .as("one writer's bytes, whole, or nothing")
                            .isTrue();
                }
            });
            byte[] content = Bodies.random(69, 30_000);
            // Without a fence, published bytes may still be in the area, so the last upload gets another one.
            ObjectKey free = fences ? area : key("contested-no-more");
            try (StagedObject last = Upload.begin(driver, free, generations.incrementAndGet())) {
                last.append(Bodies.of(content));
                last.publish(last.seal(), key("uncontested"));
            }
            assertContent(read(other, key("uncontested"))).contains(content);
        }
    }

    @Test
    default void aStalledBodyDoesNotBlockTheNextWriter() throws Exception {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            byte[] content = Bodies.random(71, 60_000);
            ObjectKey area = key("stalled");
            CountDownLatch stalled = new CountDownLatch(1);
            CountDownLatch takenOver = new CountDownLatch(1);
            StagedObject late = begin(driver, area);
            late.append(Bodies.of(Upload.part(content, 0, 20_000)));
            var state = late.state();
            BodySource stalling = stallingAfter(Bodies.of(Bodies.random(72, 30_000), 10_000), stalled, takenOver);
            Racers.race(2, racer -> {
                if (racer == 0) {
                    try {
                        late.append(stalling);
                        assertThat(fencesWriters())
                                .as("a fenced writer is refused")
                                .isFalse();
                    } catch (StagingFencedException _) {
                        // Expected where the driver fences writers.
                    }
                } else {
                    assertThat(stalled.await(30, TimeUnit.SECONDS)).isTrue();
                    try (StagedObject winner =
                            other.stage(Upload.from(area, 2, state)).orElseThrow()) {
                        winner.truncate(20_000);
                        winner.append(Bodies.of(Upload.part(content, 20_000, 60_000)));
                        winner.publish(winner.seal(), key("not-stalled"));
                    } finally {
                        takenOver.countDown();
                    }
                }
            });
            late.close();
            assertContent(read(driver, key("not-stalled"))).contains(content);
        }
    }

    /** A body that gives one piece, signals that it stalls, and gives the rest when the test lets it continue. */
    private static BodySource stallingAfter(BodySource body, CountDownLatch stalled, CountDownLatch goOn) {
        int[] reads = new int[1];
        return BodySource.of(destination -> {
            if (reads[0]++ == 1) {
                stalled.countDown();
                try {
                    if (!goOn.await(30, TimeUnit.SECONDS)) {
                        throw new IOException("the writer that takes over is held up by the one that stalls");
                    }
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            return body.read(destination);
        });
    }
}
