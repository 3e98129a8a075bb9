package com.example.moorage.sqlite;

import dev.moorage.storage.spi.Durability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The bytes of an object, or of what will be one, in rows of {@link #CHUNK} bytes or fewer: so memory does not grow with them.
 *
 * @param id the number of the transaction that began it
 * @param size in bytes
 */
record Body(long id, long size) {
    static final int CHUNK = 256 * 1024;
    private static final int CHUNKS_DELETED_AT_ONCE = 64;

    /** Adds bytes at the end. */
    Body append(Sql sql, ByteBuffer bytes) throws SQLException {
        long end = size;
        while (bytes.hasRemaining()) {
            byte[] chunk = new byte[Math.min(CHUNK, bytes.remaining())];
            bytes.get(chunk);
            sql.update("INSERT INTO chunk (body, start, bytes) VALUES (?, ?, ?)", id, end, chunk);
            end += chunk.length;
        }
        return new Body(id, end);
    }

    /** Drops the bytes from an offset on. */
    Body truncate(Sql sql, long newSize) throws SQLException {
        if (newSize >= size) {
            return this;
        }
        sql.update("DELETE FROM chunk WHERE body = ? AND start >= ?", id, newSize);
        sql.update(
                "UPDATE chunk SET bytes = substr(bytes, 1, ? - start)"
                        + " WHERE id = (SELECT id FROM chunk WHERE body = ? ORDER BY start DESC LIMIT 1)",
                newSize,
                id);
        return new Body(id, newSize);
    }

    /** The bytes from an offset to the end of the row that they are in; empty when they are not there any more. */
    Optional<ByteBuffer> chunk(Sql sql, long offset) throws SQLException {
        record Chunk(long start, byte[] bytes) {}
        Optional<Chunk> chunk = sql.first(
                row -> new Chunk(row.getLong(1), row.getBytes(2)),
                "SELECT start, bytes FROM chunk WHERE body = ? AND start <= ? ORDER BY start DESC LIMIT 1",
                id,
                offset);
        int skipped = (int) (offset - chunk.map(Chunk::start).orElse(offset));
        return chunk.filter(there -> skipped < there.bytes.length)
                .map(there -> ByteBuffer.wrap(there.bytes).position(skipped));
    }

    /** Gives it up: at once where it is small, else {@link #collect} takes it away piece by piece. */
    void drop(Sql sql) throws SQLException {
        if (size <= CHUNK) {
            sql.update("DELETE FROM chunk WHERE body = ?", id);
        } else {
            sql.update("INSERT INTO garbage VALUES (?)", id);
        }
    }

    /** Takes away what was given up, here, by others, or before a crash. Nobody else waits long: each piece is a transaction. */
    static void collect(Database database) throws IOException {
        while (database.read(sql -> sql.first(row -> row.getLong(1), "SELECT body FROM garbage LIMIT 1"))
                .isPresent()) {
            database.write(Durability.PROCESS_CRASH, (sql, _) -> {
                int deleted = sql.update(
                        "DELETE FROM chunk WHERE id IN (SELECT id FROM chunk WHERE body IN (SELECT body FROM garbage LIMIT 1)"
                                + " LIMIT " + CHUNKS_DELETED_AT_ONCE + ")");
                return deleted > 0 ? deleted : sql.update("DELETE FROM garbage WHERE body IN (SELECT body FROM garbage LIMIT 1)");
            });
        }
    }
}
