package dev.moorage.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFilesTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsTooOldToBeInUseIsRemovedAndNothingElse() throws IOException {
        Path old = Files.writeString(folder.resolve("old"), "x");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        Path young = Files.writeString(folder.resolve("young"), "x");
        new TemporaryFiles(folder).sweep();
        assertThat(folder).isDirectoryContaining(young::equals);
        assertThat(old).doesNotExist();
    }

    @Test
    void aFolderInWhichNothingCanBeWrittenPreventsNoStart() {
        assertThatCode(() -> new TemporaryFiles(folder.resolve("absent")).sweep())
                .doesNotThrowAnyException();
    }
}
