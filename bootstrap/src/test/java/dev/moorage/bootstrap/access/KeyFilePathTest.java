package dev.moorage.bootstrap.access;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilePathTest {
    @TempDir
    private Path folder;

    @Test
    void fileThatIsTooLargeIsNotRead() throws IOException {
        Path large = Files.write(folder.resolve("large"), new byte[(1 << 20) + 1]);
        assertThatThrownBy(() -> new KeyFilePath(large).read()).hasMessageContaining("larger");
        assertThatThrownBy(() -> new KeyFilePath(folder.resolve("none")).stamp())
                .isInstanceOf(IOException.class);
    }
}
