package com.example.moorage.sqlite;

import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.DriverUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the driver refuses to open. */
class SqliteFileTest {
    @TempDir
    private Path folder;

    private static StorageDriver open(Path file) throws IOException {
        return new SqliteStorageDriverFactory().open(new SqliteConfig(file.toString()), DriverUnderTest.context());
    }

    @Test
    void aFileThatIsNoDatabaseIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("letter.txt"), "Dear reader, this is no database. ".repeat(100));
        assertThatIOException().isThrownBy(() -> open(file)).withMessageContaining("SQLITE_NOTADB");
    }

    @Test
    void aFolderIsNotMade() {
        assertThatIOException()
                .isThrownBy(() -> open(folder.resolve("no/such/folder.db")))
                .withMessageStartingWith("file: there is no folder ");
    }

    @Test
    void aFileMustBeNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SqliteConfig(null))
                .withMessage("file is missing");
    }
}
