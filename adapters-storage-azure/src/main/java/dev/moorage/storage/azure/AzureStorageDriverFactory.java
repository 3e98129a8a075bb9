package dev.moorage.storage.azure;

import dev.moorage.storage.azure.client.AzureConfig;
import dev.moorage.storage.spi.DriverContext;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.StorageDriverFactory;
import java.io.IOException;

/** Opens the driver for Azure Blob Storage, {@code storage.azure}. No class of the SDK is loaded before that. */
public final class AzureStorageDriverFactory implements StorageDriverFactory<AzureConfig> {
    @Override
    public String type() {
        return "azure";
    }

    @Override
    public Class<AzureConfig> configType() {
        return AzureConfig.class;
    }

    @Override
    public StorageDriver open(AzureConfig config, DriverContext context) throws IOException {
        return Opening.open(config, context);
    }
}
