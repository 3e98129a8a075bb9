package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtpasswdPathTest {
    @TempDir
    private Path folder;

    @Test
    void aNameInAnotherCharsetDoesNotSpoilTheLinesOfOthers() throws IOException {
        Path file = folder.resolve("htpasswd");
        Files.writeString(file, "jürgen:x\nalice:y\n", StandardCharsets.ISO_8859_1);
        assertThat(new HtpasswdPath(file).lines()).hasSize(2).contains("alice:y");
    }
}
