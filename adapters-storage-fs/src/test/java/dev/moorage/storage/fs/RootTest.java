package dev.moorage.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What below the root is not an object, and what no message reveals. */
class RootTest extends RecordedDisk {
    @Test
    void symbolicLinksAreNoObjects() throws IOException {
        try (StorageDriver driver = open()) {
            Files.writeString(root.resolve("secret"), "x");
            Files.createDirectories(root.resolve("a"));
            Files.createSymbolicLink(root.resolve("a/link"), root.resolve("secret"));
            assertThat(driver.stat(new ObjectKey("a/link"))).isEmpty();
            assertThat(driver.open(new ObjectKey("a/link"), ByteRange.WHOLE)).isEmpty();
        }
    }

    @Test
    void keysOfTheDriversOwnFolderAreRefusedUnlessTheyAreTheServersState() throws IOException {
        try (StorageDriver driver = open()) {
            for (String own : List.of(".moorage", ".moorage/locks/keys", ".moorage/tmp/1", ".moorage/registry2/x")) {
                assertThatIllegalArgumentException()
                        .as(own)
                        .isThrownBy(() -> driver.stat(new ObjectKey(own)))
                        .withMessageContaining("the driver's");
            }
            put(driver, ".moorage/registry/clock", Durability.POWER_LOSS);
            assertThat(root.resolve(".moorage/registry/clock")).isRegularFile();
            driver.delete(new ObjectKey(".moorage/registry/clock"), WriteCondition.ANY, Durability.POWER_LOSS);
        }
        assertThat(root.resolve(".moorage/registry"))
                .as("removed when it is empty")
                .doesNotExist();
        assertThat(root.resolve(".moorage/locks/keys")).isRegularFile();
    }

    @Test
    void stateThatAnEarlierVersionKeptInItsOwnFolderIsStillServed() throws IOException {
        Files.createDirectories(root.resolve("moorage/quarantine/sha256/ab"));
        Files.writeString(root.resolve("moorage/quarantine/sha256/ab/cd"), "damaged");
        try (StorageDriver driver = open()) {
            ObjectKey kept = new ObjectKey("moorage/quarantine/sha256/ab/cd");
            assertThat(driver.stat(kept).map(ObjectInfo::size)).contains(7L);
            driver.delete(kept, WriteCondition.ANY, Durability.POWER_LOSS);
        }
        assertThat(root.resolve("moorage")).as("removed when it is empty").doesNotExist();
    }

    @Test
    void failuresDoNotTellWhereTheRootIs() throws IOException {
        try (StorageDriver driver = open()) {
            put(driver, "file", Durability.PROCESS_CRASH);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> put(driver, "file/below", Durability.PROCESS_CRASH))
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain(root.toString()));
        }
    }
}
