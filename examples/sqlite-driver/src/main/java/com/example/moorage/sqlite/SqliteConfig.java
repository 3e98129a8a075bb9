package com.example.moorage.sqlite;

/**
 * The keys of {@code storage.sqlite} in the configuration.
 *
 * @param file the database file. The driver creates it where there is none, but not the folder that it is in
 */
public record SqliteConfig(String file) {
    public SqliteConfig {
        if (file == null || file.isBlank()) {
            throw new IllegalArgumentException("file is missing");
        }
    }
}
