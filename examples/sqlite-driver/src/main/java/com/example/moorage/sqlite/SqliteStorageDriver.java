package com.example.moorage.sqlite;

import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.DeleteFence;
import dev.moorage.storage.spi.object.DeleteGuard;
import dev.moorage.storage.spi.object.DeleteOutcome;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.HealthStatus;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.PresignRequest;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.StorageLimits;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.io.TransferBuffers;
import dev.moorage.storage.spi.object.ByteRange;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Stores objects in one SQLite file. Several processes may share it: conditions and fences are decided in transactions. */
final class SqliteStorageDriver implements StorageDriver {
    private final Database database;
    private final TransferBuffers buffers;

    SqliteStorageDriver(Database database, TransferBuffers buffers) {
        this.database = database;
        this.buffers = buffers;
    }

    @Override
    public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
        return database.read(sql -> StoredObject.find(sql, key)).map(StoredObject::info);
    }

    @Override
    public Optional<ObjectContent> open(ObjectKey key, ByteRange range) throws IOException {
        return database.read(sql -> {
            // One snapshot, so that the body that the row names is there.
            sql.update("BEGIN");
            try {
                Optional<StoredObject> found = StoredObject.find(sql, key);
                return found.isEmpty()
                        ? Optional.empty()
                        : Optional.of(SqliteContent.open(
                                database, sql, found.get().info(), found.get().body(), range, SqliteStorageDriver::gone));
            } finally {
                sql.update("COMMIT");
            }
        });
    }

    private static IOException gone() {
        return new IOException("the object was replaced or deleted while it was read");
    }

    @Override
    public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
            throws IOException {
        Body written = database.write(durability, (sql, number) -> {
            Optional<StoredObject> before = StoredObject.find(sql, key);
            require(key, before, condition);
            Body body = new Body(number, 0).append(sql, ByteBuffer.wrap(content));
            StoredObject.replace(sql, key, before, body);
            return body;
        });
        Body.collect(database);
        return StoredObject.version(written);
    }

    @Override
    public void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException {
        database.write(durability, (sql, _) -> {
            Optional<StoredObject> before = StoredObject.find(sql, key);
            require(key, before, condition);
            return remove(sql, before);
        });
        Body.collect(database);
    }

    private static boolean remove(Sql sql, Optional<StoredObject> there) throws SQLException {
        if (there.isPresent()) {
            there.get().body().drop(sql);
            sql.update("DELETE FROM object WHERE key = ?", there.get().key().value());
        }
        return there.isPresent();
    }

    /** The guard is compared in the transaction that deletes, and every change of the guard is a transaction too. */
    @Override
    public Map<ObjectKey, DeleteOutcome> deleteWhile(DeleteGuard guard, Set<ObjectKey> keys, Durability durability)
            throws IOException {
        Map<ObjectKey, DeleteOutcome> outcomes = database.write(durability, (sql, _) -> {
            DeleteOutcome outcome = look(sql, guard);
            Map<ObjectKey, DeleteOutcome> all = new HashMap<>();
            for (ObjectKey key : keys) {
                if (outcome == DeleteOutcome.DELETED) {
                    remove(sql, StoredObject.find(sql, key));
                }
                all.put(key, outcome);
            }
            return all;
        });
        Body.collect(database);
        return outcomes;
    }

    private static DeleteOutcome look(Sql sql, DeleteGuard guard) throws SQLException {
        Optional<StoredObject> there = StoredObject.find(sql, guard.key());
        if (!there.map(object -> object.info().version()).equals(Optional.of(guard.version()))) {
            return DeleteOutcome.CHANGED;
        }
        Instant now = Instant.ofEpochMilli(
                sql.first(row -> row.getLong(1), "SELECT " + StoredObject.NOW).orElseThrow());
        return now.isAfter(guard.until()) ? DeleteOutcome.TOO_LATE : DeleteOutcome.DELETED;
    }

    @Override
    public DeleteFence deleteFence() {
        return DeleteFence.EXACT;
    }

    private static void require(ObjectKey key, Optional<StoredObject> there, WriteCondition condition)
            throws ConditionFailedException {
        boolean holds =
                switch (condition) {
                    case WriteCondition.Any _ -> true;
                    case WriteCondition.IfAbsent _ -> there.isEmpty();
                    case WriteCondition.IfVersion(ObjectVersion version) ->
                        there.map(object -> object.info().version()).equals(Optional.of(version));
                };
        if (!holds) {
            throw new ConditionFailedException(key);
        }
    }

    @Override
    public void sync(ObjectKey key) throws IOException {
        database.sync();
    }

    @Override
    public ObjectPage list(ObjectKey prefix, ListOptions options) throws IOException {
        return database.read(sql -> new Listing(sql, prefix, options).page());
    }

    @Override
    public Optional<StagedObject> stage(StagingRequest request) throws IOException {
        Optional<StagedObject> staged = SqliteStagedObject.stage(database, buffers, request);
        Body.collect(database);
        return staged;
    }

    @Override
    public Optional<URI> presign(PresignRequest request) {
        return Optional.empty();
    }

    @Override
    public HealthStatus check() {
        try {
            database.read(sql -> sql.first(row -> row.getLong(1), "SELECT n FROM counter"));
        } catch (IOException e) {
            return new HealthStatus.Unhealthy("the database cannot be read: " + e.getMessage());
        }
        return database.canWrite()
                ? new HealthStatus.Healthy()
                : new HealthStatus.Unhealthy("the database cannot be written");
    }

    @Override
    public StorageLimits limits() {
        return new StorageLimits(0, Body.CHUNK);
    }

    @Override
    public void close() {
        database.close();
    }
}
