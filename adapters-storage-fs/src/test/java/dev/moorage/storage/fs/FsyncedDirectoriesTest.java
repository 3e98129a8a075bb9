package dev.moorage.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a directory counts as synced, while other threads and processes create or sync it too. */
class FsyncedDirectoriesTest extends RecordedDisk {
    @Test
    void aDirectoryThatAnotherThreadIsSyncingIsSyncedByTheFasterThread() throws IOException {
        try (StorageDriver driver = open()) {
            for (String still : List.of("1/blobs/ab", "2/blobs", "3", "")) {
                String top = still.isEmpty() ? "4" : still.substring(0, 1);
                String prefix = top + "/blobs/ab/";
                List<String> quicker = new ArrayList<>();
                forcing.during(path(still), () -> {
                    int before = forcing.forced.size();
                    put(driver, prefix + "second/data", Durability.POWER_LOSS);
                    return quicker.addAll(forcing.forced.subList(before, forcing.forced.size()));
                });
                put(driver, prefix + "first/data", Durability.POWER_LOSS);
                assertThat(quicker)
                        .containsExactly(
                                "file",
                                path(prefix + "second"),
                                path(top + "/blobs/ab"),
                                path(top + "/blobs"),
                                path(top),
                                path(""));
            }
        }
    }

    @Test
    void aDirectoryThatAnotherProcessMadeAgainIsForcedAgain() throws IOException {
        try (StorageDriver driver = open()) {
            put(driver, "a/b/c", Durability.POWER_LOSS);
            Path above = root.resolve("a");
            Object before = made(above);
            Files.delete(root.resolve("a/b/c"));
            Files.delete(root.resolve("a/b"));
            do { // Until the file system's clock has ticked.
                Files.delete(above);
                Files.createDirectory(above);
            } while (made(above).equals(before));
            Files.createDirectory(root.resolve("a/b"));
            forcing.forced.clear();
            put(driver, "a/b/c", Durability.POWER_LOSS);
            assertThat(forcing.forced).containsExactly("file", path("a/b"), path("a"), path(""));
        }
    }

    @Test
    void aRootThatIsNewIsForcedInTheDirectoryAboveIt() throws IOException {
        Path above = root.toRealPath();
        open(above.resolve("new/root")).close();
        assertThat(forcing.forced)
                .containsExactly(above.toString(), above.resolve("new").toString());
        forcing.forced.clear();
        open(above.resolve("new/root")).close();
        assertThat(forcing.forced).isEmpty();
    }
}
