package com.example.moorage.sqlite;

/**
 * {@code storage.sqlite} of the configuration.
 *
 * @param file the database; it is made where there is none, the folder that it is in is not
 */
public record SqliteConfig(String file) {
    public SqliteConfig {
        if (file == null || file.isBlank()) {
            throw new IllegalArgumentException("file is missing");
        }
    }
}
