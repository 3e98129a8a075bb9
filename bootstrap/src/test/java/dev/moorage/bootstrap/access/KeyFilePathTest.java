package dev.moorage.bootstrap.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moorage.identity.keys.FileStamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilePathTest {
    @TempDir
    private Path folder;

    @Test
    void stampChangesWhenALinkLeadsToAnotherFile() throws IOException {
        Path first = Files.writeString(folder.resolve("first"), "a");
        Path second = Files.writeString(folder.resolve("second"), "b");
        Files.setLastModifiedTime(second, Files.getLastModifiedTime(first));
        Path link = Files.createSymbolicLink(folder.resolve("link"), first);
        KeyFilePath file = new KeyFilePath(link);
        FileStamp before = file.stamp();
        assertThat(file.stamp()).isEqualTo(before);
        Files.move(Files.createSymbolicLink(folder.resolve("new"), second), link, StandardCopyOption.REPLACE_EXISTING);
        assertThat(file.stamp()).isNotEqualTo(before);
        assertThat(file.read()).asString().isEqualTo("b");
    }

    @Test
    void fileThatIsTooLargeIsNotRead() throws IOException {
        Path large = Files.write(folder.resolve("large"), new byte[(1 << 20) + 1]);
        assertThatThrownBy(() -> new KeyFilePath(large).read()).hasMessageContaining("larger");
        assertThatThrownBy(() -> new KeyFilePath(folder.resolve("none")).stamp())
                .isInstanceOf(IOException.class);
    }
}
