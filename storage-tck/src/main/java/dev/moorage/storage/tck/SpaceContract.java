package dev.moorage.storage.tck;

import static dev.moorage.storage.tck.DriverUnderTest.bytes;
import static dev.moorage.storage.tck.DriverUnderTest.key;
import static dev.moorage.storage.tck.DriverUnderTest.put;
import static dev.moorage.storage.tck.StagingContract.begin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.DeleteFence;
import dev.moorage.storage.spi.object.DeleteGuard;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.StagedObject;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The space of what is replaced, deleted, dropped or discarded is free for other bytes. */
public interface SpaceContract extends DriverUnderTest {
    /** The bytes of each object. */
    int PIECE = 512 << 10;

    /** The number of small objects that have as many bytes as a large one. */
    int SMALL = 16;

    /** How often each test writes an object. */
    int ROUNDS = 12;

    /** One round, which leaves nothing new in the storage. */
    interface Round {
        void run(StorageDriver driver, int round) throws IOException;
    }

    private void assertFreed(String done, Round round) throws IOException {
        Claims.provided(occupied().isPresent() ? Optional.of(true) : Optional.empty(), "occupied()");
        try (StorageDriver driver = open()) {
            round.run(driver, 0);
            round.run(driver, 1);
            long before = occupied().orElseThrow();
            for (int i = 2; i < ROUNDS; i++) {
                round.run(driver, i);
            }
            assertThat(occupied().orElseThrow() - before)
                    .as("bytes that the storage has grown by, after %d times %s of %d bytes", ROUNDS - 2, done, PIECE)
                    .isLessThan(3L * PIECE);
        }
    }

    /** The sizes of a round: one large object, and small ones that together have as many bytes. */
    private static int size(int object) {
        return object == 0 ? PIECE : PIECE / SMALL;
    }

    @Test
    default void theSpaceOfWhatIsReplacedIsFreed() throws IOException {
        assertFreed("puts over objects", (driver, round) -> {
            for (int object = 0; object <= SMALL; object++) {
                byte[] content = Bodies.random(round, size(object));
                driver.put(key("space/replaced-" + object), content, WriteCondition.ANY, Durability.PROCESS_CRASH);
            }
        });
    }

    @Test
    default void theSpaceOfWhatIsDeletedIsFreed() throws IOException {
        assertFreed("puts and deletes", (driver, round) -> {
            for (int object = 0; object <= SMALL; object++) {
                ObjectKey key = key("space/deleted-" + round + "-" + object);
                byte[] content = Bodies.random(round, size(object));
                ObjectVersion version = driver.put(key, content, WriteCondition.ANY, Durability.PROCESS_CRASH);
                WriteCondition held = round % 2 == 0 ? WriteCondition.ANY : WriteCondition.ifVersion(version);
                driver.delete(key, held, Durability.PROCESS_CRASH);
            }
        });
    }

    @Test
    default void theSpaceOfWhatIsDeletedUnderAGuardIsFreed() throws IOException {
        try (StorageDriver driver = open()) {
            Claims.require(driver.deleteFence() != DeleteFence.NONE, "a deleteFence");
        }
        assertFreed("a put and a delete under a guard", (driver, round) -> {
            ObjectKey key = key("space/guarded-" + round);
            driver.put(key, Bodies.random(round, PIECE), WriteCondition.ANY, Durability.PROCESS_CRASH);
            ObjectVersion guard =
                    driver.put(key("space/guard"), bytes("guard"), WriteCondition.ANY, Durability.PROCESS_CRASH);
            var until = GuardedRound.time(driver).plus(Duration.ofMinutes(1));
            driver.deleteWhile(
                    new DeleteGuard(key("space/guard"), guard, until), Set.of(key), Durability.PROCESS_CRASH);
        });
    }

    @Test
    default void theSpaceOfWhatIsDiscardedIsFreed() throws IOException {
        assertFreed("staging and discarding", (driver, round) -> {
            try (StagedObject staged = begin(driver, key("staging/discarded-" + round))) {
                staged.append(Bodies.of(Bodies.random(round, PIECE)));
                if (round % 2 == 0) {
                    staged.seal();
                }
                staged.discard();
            }
        });
    }

    @Test
    default void theSpaceOfWhatIsDroppedOrBegunAgainIsFreed() throws IOException {
        assertFreed("truncating, and beginning again,", (driver, round) -> {
            try (StagedObject staged = Upload.begin(driver, key("staging/again"), round + 1L)) {
                staged.append(Bodies.of(Bodies.random(round, PIECE)));
                staged.truncate(0);
                staged.append(Bodies.of(Bodies.random(round, PIECE)));
            }
        });
    }

    @Test
    default void theSpaceOfWhatWasThereAlreadyOrIsHealedIsFreed() throws IOException {
        assertFreed("publishing what is there, or is damaged,", (driver, round) -> {
            if (round % 2 == 1) {
                put(driver, key("space/published/data"), "damaged");
            }
            Upload.whole(
                    driver, key("staging/published-" + round), Bodies.random(1, PIECE), key("space/published/data"));
        });
    }
}
