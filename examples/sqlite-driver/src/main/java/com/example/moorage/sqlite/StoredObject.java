package com.example.moorage.sqlite;

import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** A row of the table {@code object}. */
record StoredObject(ObjectKey key, Body body, Instant modified) {
    /** The store's clock, in milliseconds since 1970. */
    static final String NOW = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

    static Optional<StoredObject> find(Sql sql, ObjectKey key) throws SQLException {
        return sql.first(
                row -> new StoredObject(
                        key, new Body(row.getLong(1), row.getLong(2)), Instant.ofEpochMilli(row.getLong(3))),
                "SELECT body, size, modified FROM object WHERE key = ?",
                key.value());
    }

    /** Makes a body the object of a key. The time is that of the store's clock. The previous body of the key is given up. */
    static void replace(Sql sql, ObjectKey key, Optional<StoredObject> before, Body body) throws SQLException {
        if (before.isPresent()) {
            before.get().body.drop(sql);
        }
        sql.update(
                "INSERT OR REPLACE INTO object (key, body, size, modified)"
                        + " VALUES (?, ?, ?, " + NOW + ")",
                key.value(),
                body.id(),
                body.size());
    }

    /** The metadata. No two bodies have the same id, so the id serves as the version. */
    ObjectInfo info() {
        return new ObjectInfo(key, body.size(), version(body), modified);
    }

    static ObjectVersion version(Body body) {
        return new ObjectVersion(Long.toString(body.id()));
    }
}
