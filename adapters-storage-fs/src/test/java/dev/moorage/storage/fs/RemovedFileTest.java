package dev.moorage.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.DeleteGuard;
import dev.moorage.storage.spi.object.DeleteOutcome;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a guarded delete does with the bytes of a file. */
class RemovedFileTest extends RecordedDisk {
    private static final ObjectKey GUARD = new ObjectKey("guards/one");
    private static final ObjectKey BLOB = new ObjectKey("blobs/x/data");
    private static final int LARGE = 16 << 20;

    private void blob(StorageDriver driver, long size) throws IOException {
        put(driver, BLOB.value(), Durability.POWER_LOSS);
        try (RandomAccessFile file =
                new RandomAccessFile(root.resolve(BLOB.value()).toFile(), "rw")) {
            file.setLength(size);
        }
    }

    private static DeleteGuard guard(StorageDriver driver) throws IOException {
        ObjectVersion version = driver.put(GUARD, new byte[] {7}, WriteCondition.ANY, Durability.PROCESS_CRASH);
        return new DeleteGuard(
                GUARD, version, driver.stat(GUARD).orElseThrow().lastModified().plus(Duration.ofMinutes(1)));
    }

    private static Map<ObjectKey, DeleteOutcome> delete(StorageDriver driver) throws IOException {
        return driver.deleteWhile(guard(driver), Set.of(BLOB), Durability.POWER_LOSS);
    }

    private Path temporaryFolder() {
        return root.resolve(".moorage/tmp");
    }

    private List<Long> temporaryFiles() throws IOException {
        List<Long> sizes = new ArrayList<>();
        try (Stream<Path> files = Files.list(temporaryFolder())) {
            for (Path file : files.toList()) {
                sizes.add(Files.size(file));
            }
        }
        return sizes;
    }

    @Test
    void theBytesOfALargeFileAreFreedAfterItsAbsenceIsSynced() throws IOException {
        assertThat(temporaryFilesDuringTheSyncAfter(LARGE)).containsExactly((long) LARGE);
    }

    @Test
    void aSmallFileIsRemovedAtOnce() throws IOException {
        assertThat(temporaryFilesDuringTheSyncAfter(LARGE - 1)).isEmpty();
    }

    /** Deletes a blob, and returns the sizes of the temporary files at the moment when its absence is synced. */
    private List<Long> temporaryFilesDuringTheSyncAfter(long size) throws IOException {
        try (StorageDriver driver = open()) {
            blob(driver, size);
            List<Long> duringSync = new ArrayList<>();
            forcing.during(path("blobs"), () -> {
                assertThat(root.resolve(BLOB.value())).doesNotExist();
                return duringSync.addAll(temporaryFiles());
            });
            forcing.forced.clear();
            assertThat(delete(driver)).containsEntry(BLOB, DeleteOutcome.DELETED);
            assertThat(forcing.forced).contains(path("blobs"));
            assertThat(temporaryFiles()).isEmpty();
            assertThat(driver.stat(BLOB)).isEmpty();
            return duringSync;
        }
    }

    @Test
    void theBytesAreFreedAlsoWhereTheSyncFails() throws IOException {
        try (StorageDriver driver = open()) {
            blob(driver, LARGE);
            forcing.refusedDirectory = Optional.of(new IOException("Too many open files"));
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> delete(driver));
            assertThat(temporaryFiles()).isEmpty();
            assertThat(root.resolve(BLOB.value())).doesNotExist();
        }
    }

    @Test
    void aLargeFileIsRemovedAlsoWhereItCannotBeRenamed() throws IOException {
        Path file = Files.write(root.resolve("data"), new byte[LARGE]);
        RemovedFile removed = new RemovedFile(file, root.resolve("absent/name"));
        removed.remove();
        removed.giveRoomBack();
        assertThat(removed.wasThere()).isTrue();
        assertThat(file).doesNotExist();
    }

    @Test
    void aFileThatIsGoneWasNotThere() throws IOException {
        RemovedFile removed = new RemovedFile(root.resolve("data"), root.resolve("name"));
        removed.remove();
        removed.giveRoomBack();
        assertThat(removed.wasThere()).isFalse();
    }

    @Test
    void theFoldersOfManyFilesNeedOneSyncAboveThem() throws IOException {
        try (StorageDriver driver = open()) {
            Set<ObjectKey> keys = new TreeSet<>();
            for (int i = 0; i < 20; i++) {
                ObjectKey key = new ObjectKey("blobs/ab/" + i + "/data");
                put(driver, key.value(), Durability.POWER_LOSS);
                keys.add(key);
            }
            put(driver, "blobs/ab/7/other", Durability.POWER_LOSS);
            put(driver, "blobs/ab/stays/data", Durability.POWER_LOSS);
            DeleteGuard guard = guard(driver);
            forcing.forced.clear();
            assertThat(driver.deleteWhile(guard, keys, Durability.POWER_LOSS).values())
                    .hasSize(20)
                    .containsOnly(DeleteOutcome.DELETED);
            assertThat(forcing.forced)
                    .containsOnly(path("blobs/ab"), path("blobs/ab/7"))
                    .hasSizeLessThanOrEqualTo(3);
            assertThat(root.resolve("blobs/ab")).isDirectoryContaining("glob:**stays");
            assertThat(root.resolve("blobs/ab/8")).doesNotExist();
        }
    }

    @Test
    void anAbsenceInAFolderThatAnotherProcessRemovesBeforeItsSyncRestsOnTheFolderAbove() throws IOException {
        try (StorageDriver driver = open()) {
            ObjectKey key = new ObjectKey("blobs/ab/1/data");
            put(driver, "blobs/stays/data", Durability.POWER_LOSS);
            assertRestsOnTheFolderAbove(
                    driver,
                    key,
                    "blobs/ab",
                    () -> driver.deleteWhile(guard(driver), Set.of(key), Durability.POWER_LOSS));
            assertRestsOnTheFolderAbove(driver, key, "blobs/ab/1", () -> {
                driver.delete(key, WriteCondition.ANY, Durability.POWER_LOSS);
                return true;
            });
        }
    }

    /** Removes the folder of a deleted key while a folder is synced. */
    private void assertRestsOnTheFolderAbove(StorageDriver driver, ObjectKey key, String synced, Callable<?> deletion)
            throws IOException {
        put(driver, key.value(), Durability.POWER_LOSS);
        forcing.during(path(synced), () -> {
            Folders.remove(root.resolve("blobs/ab"));
            return forcing.forced.removeIf(_ -> true);
        });
        assertThatCode(deletion::call).doesNotThrowAnyException();
        assertThat(root.resolve("blobs/ab")).doesNotExist();
        assertThat(forcing.forced).contains(path("blobs"));
    }
}
