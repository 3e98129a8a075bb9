package com.example.moorage.sqlite;

import dev.moorage.storage.spi.staging.Appended;
import dev.moorage.storage.spi.staging.BodySource;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.spi.staging.StagingFencedException;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.spi.io.TransferBuffers;
import dev.moorage.storage.spi.object.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * One writer of a body that grows. The row of its area holds the generation of the current writer. Every change checks that
 * row in the same transaction in which it changes the bytes. So a fenced writer changes nothing, however late it comes and
 * in whatever process it runs.
 */
final class SqliteStagedObject implements StagedObject {
    /** Everything that is needed to reopen the object is in the database, under the area's key. */
    private static final StagedState STATE = new StagedState("sqlite");

    private final Database database;
    private final TransferBuffers buffers;
    private final ObjectKey area;
    private final long generation;
    private Body body;
    private Optional<Published> published = Optional.empty();
    private boolean publishing;

    private SqliteStagedObject(Database database, TransferBuffers buffers, StagingRequest request, Body body) {
        this.database = database;
        this.buffers = buffers;
        this.area = request.area();
        this.generation = request.generation();
        this.body = body;
    }

    /** A row of the table {@code staged}. */
    private record Staged(long generation, boolean sealed, Body body) {
        static Optional<Staged> find(Sql sql, ObjectKey area) throws SQLException {
            return sql.first(
                    row -> new Staged(row.getLong(1), row.getBoolean(2), new Body(row.getLong(3), row.getLong(4))),
                    "SELECT generation, sealed, body, size FROM staged WHERE area = ?",
                    area.value());
        }

        void save(Sql sql, ObjectKey area) throws SQLException {
            sql.update(
                    "INSERT OR REPLACE INTO staged (area, generation, sealed, body, size) VALUES (?, ?, ?, ?, ?)",
                    area.value(),
                    generation,
                    sealed,
                    body.id(),
                    body.size());
        }
    }

    static Optional<StagedObject> stage(Database database, TransferBuffers buffers, StagingRequest request)
            throws IOException {
        Optional<Body> body = database.write(Durability.PROCESS_CRASH, (sql, number) -> {
            Optional<Staged> there = Staged.find(sql, request.area());
            if (there.isPresent() && there.get().generation >= request.generation()) {
                throw new StagingFencedException(request.area());
            }
            Optional<Body> mine =
                    switch (request) {
                        case StagingRequest.Begin _ -> Optional.of(new Body(number, 0));
                        case StagingRequest.Reopen _, StagingRequest.Recover _ -> there.map(Staged::body);
                    };
            if (there.isPresent() && !mine.equals(there.map(Staged::body))) {
                there.get().body.drop(sql);
            }
            if (mine.isPresent()) {
                new Staged(request.generation(), false, mine.get()).save(sql, request.area());
            }
            return mine;
        });
        return body.map(mine -> new SqliteStagedObject(database, buffers, request, mine));
    }

    /** What this writer does with its bytes. */
    private interface Change {
        Body apply(Sql sql, Body mine) throws SQLException, IOException;
    }

    private void change(Change change) throws IOException {
        body = inTurn(Durability.PROCESS_CRASH, false, change);
    }

    /**
     * Changes the bytes if they still belong to this writer and are not sealed. A commit that failed may have taken effect
     * all the same. Bytes that it added, and that {@link #size} has never reported, are dropped first.
     */
    private Body inTurn(Durability durability, boolean sealing, Change change) throws IOException {
        return database.write(durability, (sql, _) -> {
            Staged mine = Staged.find(sql, area)
                    .filter(row -> row.generation == generation && (sealing || !row.sealed))
                    .orElseThrow(() -> new StagingFencedException(area));
            Body changed = change.apply(sql, mine.body.truncate(sql, body.size()));
            new Staged(generation, sealing, changed).save(sql, area);
            return changed;
        });
    }

    @Override
    public long size() {
        return body.size();
    }

    /** A body that fills its small buffer borrows a large one. A slow body takes little memory. */
    @Override
    public Appended append(BodySource source) throws IOException {
        TransferBuffers.Lease lease = buffers.small();
        try {
            while (true) {
                ByteBuffer buffer = lease.buffer().clear();
                Optional<IOException> broken = Optional.empty();
                boolean more = true;
                while (more && buffer.hasRemaining()) {
                    try {
                        more = source.read(buffer) >= 0;
                    } catch (IOException e) {
                        broken = Optional.of(e);
                        more = false;
                    }
                }
                change((sql, mine) -> mine.append(sql, buffer.flip()));
                if (!more) {
                    return new Appended(size(), broken);
                }
                if (buffer.capacity() <= TransferBuffers.SMALL) {
                    lease.close();
                    lease = buffers.large();
                }
            }
        } finally {
            lease.close();
        }
    }

    @Override
    public void truncate(long size) throws IOException {
        change((sql, mine) -> mine.truncate(sql, size));
    }

    @Override
    public StagedState state() {
        return STATE;
    }

    @Override
    public Optional<ObjectContent> read(ByteRange range) throws IOException {
        ObjectInfo info = new ObjectInfo(
                area, body.size(), new ObjectVersion(body.id() + "+" + body.size()), Instant.EPOCH);
        return Optional.of(
                database.read(sql -> SqliteContent.open(
                        database, sql, info, body, range, () -> new StagedBytesLostException(area))));
    }

    @Override
    public Sealed seal() throws IOException {
        body = inTurn(Durability.POWER_LOSS, true, (_, mine) -> mine);
        return new Sealed(body.size());
    }

    /** Moves no byte: the object's row names the body that the area's row named before. */
    @Override
    public boolean accepts(ObjectKey target) {
        return true;
    }

    @Override
    public Published publish(Sealed sealed, ObjectKey target) throws IOException {
        if (published.isEmpty()) {
            boolean again = publishing;
            publishing = true;
            published = Optional.of(
                    database.write(Durability.POWER_LOSS, (sql, _) -> publish(sql, sealed, target, again)));
            Body.collect(database);
        }
        return published.get();
    }

    private Published publish(Sql sql, Sealed sealed, ObjectKey target, boolean again)
            throws SQLException, IOException {
        Optional<StoredObject> there = StoredObject.find(sql, target);
        if (there.isPresent() && there.get().body().id() == body.id()) {
            return Published.CREATED; // An earlier commit took effect although it reported a failure.
        }
        boolean same = there.isPresent() && there.get().body().size() == sealed.size();
        Optional<Staged> row = Staged.find(sql, area);
        if (row.isEmpty() && same && again) {
            return Published.ALREADY_THERE; // An earlier commit took effect in this way.
        }
        Staged mine = row.filter(
                        found -> found.generation == generation && found.sealed && found.body.size() == sealed.size())
                .orElseThrow(() -> new StagingFencedException(area));
        sql.update("DELETE FROM staged WHERE area = ?", area.value());
        if (same) {
            mine.body.drop(sql);
            return Published.ALREADY_THERE;
        }
        StoredObject.replace(sql, target, there, mine.body);
        return Published.CREATED;
    }

    @Override
    public void discard() throws IOException {
        database.write(Durability.PROCESS_CRASH, (sql, _) -> {
            Optional<Staged> mine = Staged.find(sql, area).filter(row -> row.generation == generation);
            if (mine.isPresent()) {
                mine.get().body.drop(sql);
            }
            return mine.isPresent() ? sql.update("DELETE FROM staged WHERE area = ?", area.value()) : 0;
        });
        Body.collect(database);
    }

    @Override
    public void close() {
        // Nothing to release.
    }
}
