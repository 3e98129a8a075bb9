package com.example.moorage.sqlite;

import dev.moorage.storage.spi.object.Durability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The bytes of an object or of a staged object, in rows of at most {@link #CHUNK} bytes. So the memory for them does not
 * grow with their number.
 *
 * @param id the number of the transaction that began the body
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

    /** The bytes from an offset to the end of their row, or empty when they are no longer there. */
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

    /** Gives the body up. A small body is deleted at once. {@link #collect} deletes a large one piece by piece. */
    void drop(Sql sql) throws SQLException {
        if (size <= CHUNK) {
            sql.update("DELETE FROM chunk WHERE body = ?", id);
        } else {
            sql.update("INSERT INTO garbage VALUES (?)", id);
        }
    }

    /**
     * Deletes bodies that were given up by this process, by another one, or before a crash. Each piece is a transaction of
     * its own, so other writers do not wait long.
     */
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
