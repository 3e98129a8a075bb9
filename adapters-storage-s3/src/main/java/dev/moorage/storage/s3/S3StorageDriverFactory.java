package dev.moorage.storage.s3;

import dev.moorage.storage.s3.client.S3Config;
import dev.moorage.storage.spi.DriverContext;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.StorageDriverFactory;
import java.io.IOException;

/** Opens the S3 driver, {@code storage.s3}. No class of the AWS SDK is loaded before that. */
public final class S3StorageDriverFactory implements StorageDriverFactory<S3Config> {
    @Override
    public String type() {
        return "s3";
    }

    @Override
    public Class<S3Config> configType() {
        return S3Config.class;
    }

    @Override
    public StorageDriver open(S3Config config, DriverContext context) throws IOException {
        return S3Drivers.open(config, context);
    }

    @Override
    public StorageDriver openReadOnly(S3Config config, DriverContext context) throws IOException {
        return S3Drivers.openReadOnly(config, context);
    }
}
