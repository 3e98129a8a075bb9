package dev.moorage.storage.azure;

import dev.moorage.storage.azure.client.AzureConfig;
import dev.moorage.storage.spi.DriverContext;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.TransferBuffers;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A process with an environment of its own. It opens a driver and prints whether the service responds. */
final class HealthPrinter {
    private HealthPrinter() {}

    /** Takes keys and values of {@code storage.azure} as arguments. */
    public static void main(String[] args) throws Exception {
        Map<String, String> keys = new HashMap<>(
                Map.of("accountname", "a", "accountkey", "c2VjcmV0", "container", "c", "max_retries", "-1"));
        for (int i = 0; i < args.length; i += 2) {
            keys.put(args[i], args[i + 1]);
        }
        AzureConfig config = JsonMapper.builder().build().convertValue(keys, AzureConfig.class);
        DriverContext context =
                new DriverContext(InstantSource.system(), new TransferBuffers(TransferBuffers.SMALL, 1));
        try (StorageDriver driver = new AzureStorageDriverFactory().open(config, context)) {
            System.out.println(driver.check());
        } catch (IOException e) {
            System.out.println("not opened: " + e.getMessage());
        }
    }
}
