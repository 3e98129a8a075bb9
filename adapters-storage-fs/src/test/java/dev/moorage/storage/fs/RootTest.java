package dev.moorage.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.nio.file.Files;
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
    void failuresDoNotTellWhereTheRootIs() throws IOException {
        try (StorageDriver driver = open()) {
            put(driver, "file", Durability.PROCESS_CRASH);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> put(driver, "file/below", Durability.PROCESS_CRASH))
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain(root.toString()));
        }
    }
}
