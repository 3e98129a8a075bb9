package com.example.moorage.sqlite;

import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.StorageFullException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * One SQLite file, which several processes may have open. It has a write-ahead log, so readers never wait for writers.
 * Writers take turns. Within this process they wait for a Java lock, so that no virtual thread waits inside SQLite. Between
 * processes they wait for {@code BEGIN IMMEDIATE}.
 */
final class Database implements AutoCloseable {
    private static final int READERS = 8;
    private static final int BUSY_MILLIS = 20_000;

    private final Path file;
    private final UnaryOperator<Connection> around;
    private final ReentrantLock writing = new ReentrantLock();
    private final Semaphore reading = new Semaphore(READERS);
    private final Queue<Connection> readers = new ConcurrentLinkedQueue<>();
    private Connection writer;
    private volatile boolean unforced;
    private volatile boolean closed;

    private Database(Path file, UnaryOperator<Connection> around) {
        this.file = file;
        this.around = around;
    }

    /** A query within a read. */
    interface Query<T> {
        T apply(Sql sql) throws SQLException, IOException;
    }

    /** A change that takes effect as a whole or not at all. */
    interface Change<T> {
        /**
         * @param number the number of this transaction. No other transaction of this file ever has it
         */
        T apply(Sql sql, long number) throws SQLException, IOException;
    }

    /**
     * @param around wraps every connection. It returns the connection itself, or in a test one that fails
     */
    static Database open(Path file, UnaryOperator<Connection> around) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("file: there is no folder " + folder);
        }
        Database database = new Database(file, around);
        try {
            database.writer = database.connect();
            Schema.prepare(database.writer);
            return database;
        } catch (SQLException e) {
            closeQuietly(database.writer);
            throw database.translated(e);
        }
    }

    private Connection connect() throws SQLException {
        Connection connection = around.apply(DriverManager.getConnection("jdbc:sqlite:" + file));
        try {
            new Sql(connection).first(row -> row.getInt(1), "PRAGMA busy_timeout=" + BUSY_MILLIS);
            return connection;
        } catch (SQLException e) {
            closeQuietly(connection);
            throw e;
        }
    }

    <T> T read(Query<T> query) throws IOException {
        reading.acquireUninterruptibly();
        Connection connection = null;
        try {
            if (closed) {
                throw new IOException("the database is closed");
            }
            connection = readers.poll();
            if (connection == null) {
                connection = connect();
                new Sql(connection).update("PRAGMA query_only=1");
            }
            return query.apply(new Sql(connection));
        } catch (SQLException e) {
            closeQuietly(connection);
            connection = null;
            throw translated(e);
        } finally {
            giveBack(connection);
            reading.release();
        }
    }

    private void giveBack(Connection connection) {
        if (connection != null) {
            readers.add(connection);
        }
        if (closed) {
            closeReaders();
        }
    }

    /**
     * Makes a change. The commit of a change that must survive a power cut is synced. This also syncs everything that was
     * committed before, since all commits are in one log. Each transaction takes a number, so there is something to sync
     * even when the change finds its work already done.
     */
    <T> T write(Durability durability, Change<T> change) throws IOException {
        boolean forced = durability == Durability.POWER_LOSS;
        writing.lock();
        boolean ended = false;
        try {
            if (closed) {
                throw new IOException("the database is closed");
            }
            if (forced && unforced) {
                throw new IOException("the disk could not be forced; restart once it has been looked at");
            }
            if (writer == null) {
                writer = connect();
            }
            Sql sql = new Sql(writer);
            sql.update("PRAGMA synchronous=" + (forced ? "FULL" : "NORMAL"));
            sql.update("BEGIN IMMEDIATE");
            T result;
            try {
                long number = sql.first(row -> row.getLong(1), "UPDATE counter SET n = n + 1 RETURNING n")
                        .orElseThrow();
                result = change.apply(sql, number);
            } catch (ConditionFailedException e) {
                // Only the number was changed. What was found is synced as the change would have been.
                sql.update("COMMIT");
                ended = true;
                throw e;
            }
            sql.update("COMMIT");
            ended = true;
            return result;
        } catch (SQLException e) {
            throw translated(e);
        } finally {
            if (!ended) {
                rollBack();
            }
            writing.unlock();
        }
    }

    /** Makes everything that was committed survive a power cut, by a commit of its own after it. */
    void sync() throws IOException {
        write(Durability.POWER_LOSS, (_, number) -> number);
    }

    /** Closes a connection, which rolls its transaction back in whatever state it is. */
    private void rollBack() {
        Connection spoilt = writer;
        writer = null;
        closeQuietly(spoilt);
    }

    private static void closeQuietly(Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException _) {
            // The connection is of no use any more. SQLite drops it when the process ends.
        }
    }

    /** Translates a failure of SQLite into one of the port. SQLite's messages name no files. */
    private IOException translated(SQLException e) {
        SQLiteErrorCode code = e instanceof SQLiteException sqlite ? sqlite.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
        if (code == SQLiteErrorCode.SQLITE_IOERR_FSYNC) {
            // The operating system drops what it could not write. A second sync would wrongly report success.
            unforced = true;
        }
        IOException failure = new IOException("SQLite: " + e.getMessage(), e);
        return code == SQLiteErrorCode.SQLITE_FULL ? new StorageFullException(failure) : failure;
    }

    /** Whether the file can be written, as far as that shows without a write. */
    boolean canWrite() {
        return !unforced && !closed && Files.isWritable(file);
    }

    @Override
    public void close() {
        writing.lock();
        try {
            closed = true;
            rollBack();
            closeReaders();
        } finally {
            writing.unlock();
        }
    }

    private void closeReaders() {
        for (Connection reader = readers.poll(); reader != null; reader = readers.poll()) {
            closeQuietly(reader);
        }
    }
}
