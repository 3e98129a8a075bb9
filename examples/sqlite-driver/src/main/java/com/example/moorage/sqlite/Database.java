package com.example.moorage.sqlite;

import dev.moorage.storage.spi.ConditionFailedException;
import dev.moorage.storage.spi.Durability;
import dev.moorage.storage.spi.StorageFullException;
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
 * One SQLite file, which several processes may have open. It has a write-ahead log: readers never wait for writers. Writers
 * take turns, in this process by a lock of Java, so that no virtual thread waits inside of SQLite, and between processes by
 * {@code BEGIN IMMEDIATE}.
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

    /** What is read. */
    interface Query<T> {
        T apply(Sql sql) throws SQLException, IOException;
    }

    /** What is changed, all of it or nothing. */
    interface Change<T> {
        /**
         * @param number this transaction's: no other one of this file has it, ever
         */
        T apply(Sql sql, long number) throws SQLException, IOException;
    }

    /**
     * @param around what every connection is wrapped in: nothing, or what makes it fail in a test
     */
    static Database open(Path file, UnaryOperator<Connection> around) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("file: there is no folder " + folder);
        }
        Database database = new Database(file, around);
        try {
            database.writer = Schema.prepared(database.connect());
            return database;
        } catch (SQLException e) {
            throw database.translated(e);
        }
    }

    private Connection connect() throws SQLException {
        Connection connection = around.apply(DriverManager.getConnection("jdbc:sqlite:" + file));
        new Sql(connection).first(row -> row.getInt(1), "PRAGMA busy_timeout=" + BUSY_MILLIS);
        return connection;
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
     * Changes something. The commit of a change that must survive a power cut is forced, and with it all that was committed
     * before it: they are in one log. As each transaction takes a number, there is something to force also where all that had
     * to be there was there.
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
                // Nothing was changed but the number, and what was found instead is forced as the change would have been.
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

    /** Closing a connection rolls its transaction back, whatever state it is in. */
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
            // It is of no use any more, and SQLite forgets it when the process ends.
        }
    }

    /** Says it as the port says it. SQLite's messages name no files. */
    private IOException translated(SQLException e) {
        SQLiteErrorCode code = e instanceof SQLiteException sqlite ? sqlite.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
        if (code == SQLiteErrorCode.SQLITE_IOERR_FSYNC) {
            // The operating system forgets what it could not write: forcing again would say that all is well.
            unforced = true;
        }
        IOException failure = new IOException("SQLite: " + e.getMessage(), e);
        return code == SQLiteErrorCode.SQLITE_FULL ? new StorageFullException(failure) : failure;
    }

    /** As far as that can be seen without writing. */
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
