package dev.moorage.storage.tck;

import static dev.moorage.storage.tck.ContentAssert.assertContent;
import static dev.moorage.storage.tck.DriverUnderTest.key;
import static dev.moorage.storage.tck.DriverUnderTest.put;
import static dev.moorage.storage.tck.DriverUnderTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.tck.report.Findings;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Several threads and replicas change one object. Its content is always one that was put, as a whole, and changes happen one
 * after another.
 */
public interface RacingObjectsContract extends DriverUnderTest {
    @Test
    default void readersSeeOneOfTheContentsWholeWhileItIsReplaced() throws Exception {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            byte[][] contents = {Bodies.random(51, 10), Bodies.random(52, 30_000), Bodies.random(53, 200_000)};
            ObjectKey key = key("replaced");
            driver.put(key, contents[0], WriteCondition.ANY, Durability.PROCESS_CRASH);
            AtomicBoolean ended = new AtomicBoolean();
            Racers.race(3, racer -> {
                if (racer == 0) {
                    try {
                        for (int i = 0; i < 60; i++) {
                            driver.put(key, contents[i % 3], WriteCondition.ANY, Durability.PROCESS_CRASH);
                        }
                    } finally {
                        ended.set(true);
                    }
                } else {
                    while (!ended.get()) {
                        assertOneOf(racer == 1 ? driver : other, key, contents);
                    }
                }
            });
        }
    }

    private static void assertOneOf(StorageDriver driver, ObjectKey key, byte[][] contents) throws IOException {
        ObjectContent open = driver.open(key, ByteRange.WHOLE).orElseThrow();
        ObjectInfo info = open.info();
        byte[] seen = DriverUnderTest.readAll(open);
        assertThat(info.size()).as("what the reader was told").isEqualTo(seen.length);
        assertThat(Arrays.stream(contents).anyMatch(content -> Arrays.equals(content, seen)))
                .as("%d bytes are those of one of the contents", seen.length)
                .isTrue();
        assertThat(driver.stat(key).orElseThrow().size()).isIn(10L, 30_000L, 200_000L);
    }

    @Test
    default void whatIsPutIfAbsentIsDeletedAsOftenAsItWasPut() throws Exception {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            boolean shared = conditionalWrites();
            ObjectKey key = key("comes/and/goes");
            AtomicInteger there = new AtomicInteger();
            Racers.race(6, racer -> {
                StorageDriver mine = shared && racer % 2 == 1 ? other : driver;
                for (int i = 0; i < 40; i++) {
                    try {
                        if (racer < 3) {
                            byte[] content = DriverUnderTest.bytes(racer + "/" + i);
                            mine.put(key, content, WriteCondition.IF_ABSENT, Durability.PROCESS_CRASH);
                            there.incrementAndGet();
                        } else {
                            Optional<ObjectVersion> version = mine.stat(key).map(ObjectInfo::version);
                            if (version.isPresent()) {
                                mine.delete(key, WriteCondition.ifVersion(version.get()), Durability.PROCESS_CRASH);
                                there.decrementAndGet();
                            }
                        }
                    } catch (ConditionFailedException _) {
                        // Another thread came first.
                    }
                }
            });
            assertThat(there.get()).isEqualTo(driver.stat(key).isPresent() ? 1 : 0);
        }
    }

    @Test
    default void neighboursThatComeAndGoDoNotDisturbEachOther() throws Exception {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            Racers.race(6, racer -> {
                StorageDriver mine = racer % 2 == 0 ? driver : other;
                ObjectKey key = key("neighbours/of/" + racer + "/deep/down");
                for (int i = 0; i < 30; i++) {
                    String content = racer + "/" + i;
                    put(mine, key, content);
                    assertContent(read(mine, key)).contains(DriverUnderTest.bytes(content));
                    mine.delete(key, WriteCondition.ANY, Durability.PROCESS_CRASH);
                    assertThat(mine.stat(key)).isEmpty();
                }
            });
        }
    }

    @Test
    default void putsAndDeletesOfOneObjectAtOnceAllSucceed() throws Exception {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            ObjectKey key = key("put/and/deleted/by/many");
            AtomicInteger putting = new AtomicInteger(2);
            Racers.race(4, racer -> {
                StorageDriver mine = racer % 2 == 0 ? driver : other;
                if (racer < 2) {
                    try {
                        for (int i = 0; i < 60; i++) {
                            put(mine, key, racer + "/" + i);
                        }
                    } finally {
                        putting.decrementAndGet();
                    }
                } else {
                    while (putting.get() > 0) {
                        mine.delete(key, WriteCondition.ANY, Durability.PROCESS_CRASH);
                    }
                }
            });
            other.delete(key, WriteCondition.ANY, Durability.PROCESS_CRASH);
            assertThat(driver.stat(key)).isEmpty();
        }
    }

    @Test
    default void aDriverThatIsClosedDoesNotEndTheWorkOfAnother() throws Exception {
        try (StorageDriver working = open()) {
            AtomicBoolean ended = new AtomicBoolean();
            Racers.race(2, racer -> {
                if (racer == 0) {
                    while (!ended.get()) {
                        openUseAndClose();
                    }
                    return;
                }
                try {
                    for (int i = 0; i < 20; i++) {
                        byte[] content = Bodies.random(i, 20_000);
                        ObjectKey target = key("working/" + i);
                        try (StagedObject staged = Upload.begin(working, key("staging/working-" + i), 1)) {
                            staged.append(Bodies.of(Upload.part(content, 0, 10_000)));
                            openUseAndClose();
                            staged.append(Bodies.of(Upload.part(content, 10_000, 20_000)));
                            staged.publish(staged.seal(), target);
                        }
                        assertContent(read(working, target)).contains(content);
                    }
                } finally {
                    ended.set(true);
                }
            });
        }
    }

    private void openUseAndClose() throws IOException {
        try (StorageDriver closed = open()) {
            put(closed, key("closed"), "x");
        }
    }

    @Test
    default void randomHistoriesOfOneKeyAreThoseOfARegister(Findings findings) throws Exception {
        long seed = Seeds.next(findings, "the histories of one key");
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            boolean shared = conditionalWrites();
            for (int round = 0; round < 30; round++) {
                RegisterHistory history = new RegisterHistory();
                RegisterActor actor = new RegisterActor(key("register/" + round), history);
                long roundSeed = seed + round * 31L;
                Racers.race(4, racer -> {
                    Random random = new Random(roundSeed * 4 + racer);
                    actor.act(shared && racer % 2 == 1 ? other : driver, racer, random);
                });
                assertThat(history.isLinearizable())
                        .as("seed %d, round %d: %s", seed, round, history)
                        .isTrue();
            }
        }
    }
}
