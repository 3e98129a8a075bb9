package dev.moorage.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.port.out.storage.Durability;
import dev.moorage.application.port.out.storage.ObjectKey;
import dev.moorage.application.port.out.storage.StorageDriver;
import dev.moorage.domain.blob.ByteRange;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Below the root: what is no object, and what nobody is told. */
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
