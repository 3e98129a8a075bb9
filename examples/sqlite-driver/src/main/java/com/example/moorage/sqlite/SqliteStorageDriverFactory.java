package com.example.moorage.sqlite;

import dev.moorage.storage.spi.DriverContext;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.StorageDriverFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Opens the driver, {@code storage.sqlite}. */
public final class SqliteStorageDriverFactory implements StorageDriverFactory<SqliteConfig> {
    @Override
    public String type() {
        return "sqlite";
    }

    @Override
    public Class<SqliteConfig> configType() {
        return SqliteConfig.class;
    }

    @Override
    public StorageDriver open(SqliteConfig config, DriverContext context) throws IOException {
        return new SqliteStorageDriver(Database.open(Path.of(config.file()), UnaryOperator.identity()), context.memory());
    }
}
