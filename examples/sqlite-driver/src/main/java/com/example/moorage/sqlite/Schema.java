package com.example.moorage.sqlite;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * The tables.
 *
 * <ul>
 *   <li>{@code counter}: the number of the last transaction, so that no number is used twice
 *   <li>{@code object}: the body that a key names. A body never changes while an object has it
 *   <li>{@code chunk}: the bytes of a body in rows. Each row starts where the previous one ends
 *   <li>{@code staged}: the bodies that still grow. {@code generation} is the fence
 *   <li>{@code garbage}: the bodies without an owner, whose rows are still to be deleted
 * </ul>
 */
final class Schema {
    private static final int VERSION = 1;

    private static final String[] TABLES = {
        "CREATE TABLE counter (n INTEGER NOT NULL)",
        "INSERT INTO counter VALUES (0)",
        "CREATE TABLE object (key TEXT PRIMARY KEY, body INTEGER NOT NULL, size INTEGER NOT NULL, "
                + "modified INTEGER NOT NULL) WITHOUT ROWID",
        "CREATE TABLE chunk (id INTEGER PRIMARY KEY, body INTEGER NOT NULL, start INTEGER NOT NULL, bytes BLOB NOT NULL, "
                + "UNIQUE (body, start))",
        "CREATE TABLE staged (area TEXT PRIMARY KEY, generation INTEGER NOT NULL, sealed INTEGER NOT NULL, "
                + "body INTEGER NOT NULL, size INTEGER NOT NULL) WITHOUT ROWID",
        "CREATE TABLE garbage (body INTEGER PRIMARY KEY)",
        "PRAGMA user_version=" + VERSION
    };

    private Schema() {}

    /** Creates the tables in a new file, and checks those of an existing one. */
    static void prepare(Connection connection) throws SQLException {
        Sql sql = new Sql(connection);
        sql.update("PRAGMA page_size=16384");
        sql.first(row -> row.getString(1), "PRAGMA journal_mode=WAL");
        sql.update("PRAGMA synchronous=FULL");
        sql.update("BEGIN IMMEDIATE");
        int version = sql.first(row -> row.getInt(1), "PRAGMA user_version").orElseThrow();
        if (version == 0) {
            for (String statement : TABLES) {
                sql.update(statement);
            }
        } else if (version != VERSION) {
            throw new SQLException("the file is of version " + version + ", and this driver knows " + VERSION + " only");
        }
        sql.update("COMMIT");
    }
}
