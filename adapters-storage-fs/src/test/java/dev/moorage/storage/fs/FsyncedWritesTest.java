package dev.moorage.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.tck.Bodies;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is synced for an object, and how often. */
class FsyncedWritesTest extends RecordedDisk {
    @Test
    void aPutForcesTheFileItsDirectoryAndTheOneAboveThatIsNew() throws IOException {
        try (StorageDriver driver = open()) {
            put(driver, "blobs/ab/first/data", Durability.POWER_LOSS);
            assertThat(forcing.forced)
                    .containsExactly("file", path("blobs/ab/first"), path("blobs/ab"), path("blobs"), path(""));
            forcing.forced.clear();
            put(driver, "blobs/ab/second/data", Durability.POWER_LOSS);
            assertThat(forcing.forced).containsExactly("file", path("blobs/ab/second"), path("blobs/ab"));
            forcing.forced.clear();
            put(driver, "blobs/ab/second/data", Durability.POWER_LOSS);
            assertThat(forcing.forced).containsExactly("file", path("blobs/ab/second"));
        }
    }

    @Test
    void whatNeedNotSurviveAPowerCutIsNotForced() throws IOException {
        try (StorageDriver driver = open()) {
            put(driver, "a/b/c", Durability.PROCESS_CRASH);
            driver.delete(new ObjectKey("a/b/c"), WriteCondition.ANY, Durability.PROCESS_CRASH);
            try (StagedObject staged = staged(driver, "uploads/x")) {
                staged.discard();
            }
            assertThat(forcing.forced).isEmpty();
        }
    }

    @Test
    void publishingForcesThreeTimesWhereTheFolderOfItsPrefixIsThere() throws IOException {
        try (StorageDriver driver = open()) {
            put(driver, "blobs/ab/other/data", Durability.POWER_LOSS);
            forcing.forced.clear();
            try (StagedObject staged = staged(driver, "uploads/x")) {
                staged.publish(staged.seal(), new ObjectKey("blobs/ab/mine/data"));
            }
            assertThat(forcing.forced).containsExactly("file", path("blobs/ab/mine"), path("blobs/ab"));
        }
    }

    @Test
    void aLargeBodyIsWrittenToDiskWhileItArrives() throws IOException {
        try (StorageDriver driver = open();
                StagedObject staged = staged(driver, "uploads/x")) {
            assertThat(forcing.forced).isEmpty();
            staged.append(Bodies.of(new byte[(int) Writeback.STEP]));
            long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (forcing.forced.isEmpty()) {
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
            assertThat(forcing.forced).containsExactly("file");
            forcing.forced.clear();
            staged.append(Bodies.of(new byte[1000]));
            staged.seal();
            assertThat(forcing.forced).containsExactly("file");
        }
    }

    @Test
    void whatAKilledWriterLeftIsForcedOnceAndWhatIsNotThereNever() throws IOException {
        try (StorageDriver killed = open()) {
            put(killed, "a/link", Durability.PROCESS_CRASH);
        }
        try (StorageDriver driver = open()) {
            driver.sync(new ObjectKey("a/link"));
            assertThat(forcing.forced).containsExactly("file", path("a"), path(""));
            forcing.forced.clear();
            driver.sync(new ObjectKey("a/link"));
            driver.sync(new ObjectKey("a/none"));
            assertThat(forcing.forced).isEmpty();
        }
    }

    @Test
    void whatThisProcessHasSyncedIsKnownUntilItIsReplaced() throws IOException {
        ObjectKey link = new ObjectKey("a/link");
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            put(driver, link.value(), Durability.POWER_LOSS);
            forcing.forced.clear();
            driver.sync(link);
            assertThat(forcing.forced).isEmpty();
            Object before = made(root.resolve(link.value()));
            do { // Until the file system's clock has ticked.
                put(other, link.value(), Durability.PROCESS_CRASH);
            } while (made(root.resolve(link.value())).equals(before));
            driver.sync(link);
            assertThat(forcing.forced).containsExactly("file", path("a"));
        }
    }
}
