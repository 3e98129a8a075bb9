package com.example.moorage.sqlite;

import dev.moorage.storage.spi.object.ChannelTransfer;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A body that is read row by row. It holds no transaction, so a slow reader does not block other readers or writers. The
 * reader sees one version: the rows of a body never change, and when they are deleted, reading fails.
 */
final class SqliteContent implements ObjectContent {
    private final Database database;
    private final ObjectInfo info;
    private final Body body;
    private final Supplier<IOException> gone;
    private long position;
    private long left;
    private ByteBuffer chunk = ByteBuffer.allocate(0);

    private SqliteContent(
            Database database, ObjectInfo info, Body body, ByteRange range, Supplier<IOException> gone) {
        this.database = database;
        this.info = info;
        this.body = body;
        this.gone = gone;
        this.position = range.offset();
        this.left = range.lengthWithin(body.size());
    }

    /**
     * Opens a body with its first row, in the transaction that found it. So a small body can no longer be lost.
     *
     * @param gone makes the exception for rows that are deleted while they are read
     */
    static SqliteContent open(
            Database database, Sql sql, ObjectInfo info, Body body, ByteRange range, Supplier<IOException> gone)
            throws SQLException, IOException {
        SqliteContent content = new SqliteContent(database, info, body, range, gone);
        if (content.left > 0) {
            content.chunk = body.chunk(sql, content.position).orElseThrow(gone);
        }
        return content;
    }

    @Override
    public ObjectInfo info() {
        return info;
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        if (left == 0) {
            return -1;
        }
        if (!chunk.hasRemaining()) {
            chunk = database.read(sql -> body.chunk(sql, position)).orElseThrow(gone);
        }
        int count = (int) Math.min(left, Math.min(chunk.remaining(), destination.remaining()));
        destination.put(chunk.slice(chunk.position(), count));
        chunk.position(chunk.position() + count);
        position += count;
        left -= count;
        return count;
    }

    @Override
    public Optional<ChannelTransfer> transfer() {
        return Optional.empty();
    }

    @Override
    public void close() {
        chunk = ByteBuffer.allocate(0);
        left = 0;
    }
}
