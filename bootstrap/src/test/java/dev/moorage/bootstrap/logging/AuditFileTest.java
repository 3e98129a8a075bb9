package dev.moorage.bootstrap.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditFileTest {
    @TempDir
    private Path folder;

    @Test
    void linesAreAppendedToAFileOfItsOwnerAlone() throws IOException {
        Path path = folder.resolve("audit.log");
        try (AuditFile file = new AuditFile(path)) {
            file.write("one");
        }
        try (AuditFile file = new AuditFile(path)) {
            file.write("two");
        }
        assertThat(path).hasContent("one\ntwo\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileThatWasMovedIsMadeAgainWithTheNextLine() throws IOException {
        Path path = folder.resolve("audit.log");
        Path old = folder.resolve("audit.log.1");
        try (AuditFile file = new AuditFile(path)) {
            file.write("one");
            Files.move(path, old);
            file.write("two");
            Files.move(path, old, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Files.createFile(path); // As logrotate does with create.
            file.write("three");
        }
        assertThat(old).hasContent("two\n");
        assertThat(path).hasContent("three\n");
    }

    @Test
    void aFileThatWasCutTakesTheNextLineAtItsBeginning() throws IOException {
        Path path = folder.resolve("audit.log");
        try (AuditFile file = new AuditFile(path)) {
            file.write("one");
            Files.write(path, new byte[0]); // As logrotate does with copytruncate.
            file.write("two");
        }
        assertThat(path).hasContent("two\n");
    }

    @Test
    void aFolderThatIsGoneLosesNoRequestAndTheFileIsThereAgainWithTheFolder() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Path path = inner.resolve("audit.log");
        try (AuditFile file = new AuditFile(path)) {
            Files.delete(path);
            Files.delete(inner);
            file.write("in the log of the registry");
            Files.createDirectory(inner);
            file.write("two");
        }
        assertThat(path).hasContent("two\n");
    }

    @Test
    void aFileInNoFolderIsAnErrorAtTheStart() {
        assertThatThrownBy(() -> new AuditFile(folder.resolve("none/audit.log")))
                .isInstanceOf(NoSuchFileException.class);
    }
}
