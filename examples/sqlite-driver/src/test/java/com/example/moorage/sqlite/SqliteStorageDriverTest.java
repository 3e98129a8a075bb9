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
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.OptionalLong;
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

    static StorageDriver open(Path file, UnaryOperator<Connection> around) throws IOException {
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
    public OptionalLong occupied() throws IOException {
        return occupied(file());
    }

    /** The pages that are in use. SQLite writes into the others again, and keeps the file as long as it is. */
    static OptionalLong occupied(Path file) throws IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT (page_count - freelist_count) * page_size"
                                + " FROM pragma_page_count(), pragma_freelist_count(), pragma_page_size()")) {
            row.next();
            return OptionalLong.of(row.getLong(1));
        } catch (SQLException e) {
            throw new IOException(e);
        }
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
