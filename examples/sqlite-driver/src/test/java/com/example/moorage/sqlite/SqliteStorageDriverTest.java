package com.example.moorage.sqlite;

import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.DriverUnderTest;
import dev.moorage.storage.tck.FaultInjection;
import dev.moorage.storage.tck.FaultyJdbc;
import dev.moorage.storage.tck.OtherProcess;
import dev.moorage.storage.tck.ScriptedFaults;
import dev.moorage.storage.tck.StorageDriverContract;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The driver meets the contract of every storage driver, also when SQLite fails and when other processes share the file. */
class SqliteStorageDriverTest implements StorageDriverContract {
    @TempDir
    private Path folder;

    private final ScriptedFaults faults = new ScriptedFaults();

    @Override
    public StorageDriver open() throws IOException {
        return open(file(), connection -> FaultyJdbc.connection(connection, faults));
    }

    private static StorageDriver open(Path file, UnaryOperator<Connection> around) throws IOException {
        return new SqliteStorageDriver(Database.open(file, around), DriverUnderTest.context().memory());
    }

    private Path file() {
        return folder.resolve("registry.db");
    }

    @Override
    public Optional<FaultInjection> faults() {
        return Optional.of(faults);
    }

    @Override
    public Optional<OtherProcess> otherProcess() {
        return Optional.of(new OtherProcess(InAnotherProcess.class, file().toString()));
    }

    @Test
    void syncCommitsAndFailsWhereSqliteFails() throws IOException {
        ObjectKey key = DriverUnderTest.key("committed");
        try (StorageDriver driver = open()) {
            DriverUnderTest.put(driver, key, "without an fsync");
            faults.arm(new FaultInjection.Fault(1, 1, FaultInjection.Moment.REFUSED));
            assertThatIOException().isThrownBy(() -> driver.sync(key));
            faults.disarm();
            driver.sync(key);
        }
    }

    static final class InAnotherProcess implements OtherProcess.Opener {
        @Override
        public StorageDriver open(String file) throws IOException {
            return SqliteStorageDriverTest.open(Path.of(file), UnaryOperator.identity());
        }
    }
}
