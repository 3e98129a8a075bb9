package com.example.moorage.sqlite;

import static com.example.moorage.sqlite.Replica.AREA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.moorage.application.port.out.storage.ObjectKey;
import dev.moorage.application.port.out.storage.StagedObject;
import dev.moorage.application.port.out.storage.StagedState;
import dev.moorage.application.port.out.storage.StagingRequest;
import dev.moorage.application.port.out.storage.StorageDriver;
import dev.moorage.storage.tck.Bodies;
import dev.moorage.storage.tck.DriverUnderTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one test kit in one process cannot see: other processes, and how they end. */
class SqliteProcessesTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void chooseFile() {
        file = folder.resolve("registry.db");
    }

    @Test
    void processesThatOpenANewFileAtOnceMakeItOnceAndLoseNoUpdateOfEachOther() throws Exception {
        List<Process> replicas = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            replicas.add(Replica.start("count", file.toString(), "100"));
        }
        for (Process replica : replicas) {
            assertThat(replica.waitFor()).isZero();
        }
        try (StorageDriver driver = Replica.open(file)) {
            assertThat(DriverUnderTest.read(driver, Replica.COUNTER)).contains("300".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void whatAnAppendSaidThatThereIsIsThereAfterItsProcessWasKilled() throws Exception {
        Process replica = Replica.start("append", file.toString());
        BufferedReader sizes = replica.inputReader();
        for (int i = 0; i < 20; i++) {
            sizes.readLine();
        }
        long said = Long.parseLong(sizes.readLine());
        replica.destroyForcibly().waitFor();
        try (StorageDriver driver = Replica.open(file);
                StagedObject staged = driver.stage(new StagingRequest.Reopen(AREA, 2, StagedState.UNRECORDED))
                        .orElseThrow()) {
            assertThat(staged.size()).isGreaterThanOrEqualTo(said);
            staged.append(Bodies.of("the end".getBytes(StandardCharsets.UTF_8)));
            ObjectKey target = new ObjectKey("target");
            long size = staged.size();
            staged.publish(staged.seal(), target);
            byte[] content = DriverUnderTest.read(driver, target).orElseThrow();
            assertThat(content).hasSize((int) size).endsWith("the end".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void whatIsNoDatabaseOrInNoFolderIsNotOpened() throws IOException {
        Files.writeString(file, "this is no database, and long enough to be seen as none".repeat(100));
        assertThatIOException().isThrownBy(() -> Replica.open(file)).withMessageContaining("SQLITE_NOTADB");
        assertThatIOException()
                .isThrownBy(() -> Replica.open(folder.resolve("no/such/folder.db")))
                .withMessageStartingWith("file: there is no folder ");
    }
}
