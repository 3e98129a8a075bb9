package dev.moorage.storage.azure;

import dev.moorage.storage.azure.client.AzureConfig;
import dev.moorage.storage.azure.client.HttpConnections;
import dev.moorage.storage.spi.DriverContext;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.Pausing;
import dev.moorage.storage.tck.DriverUnderTest;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Opens a driver and says whether the service responds, in this process or in one with an environment of its own. */
final class HealthPrinter {
    private static final DriverContext CONTEXT = DriverUnderTest.context();

    private HealthPrinter() {}

    /** Opens a driver of a storage account.
     *
     * @param open opens it, or throws why it cannot be opened
     * @return what its check says, or why it was not opened
     */
    private static String health(Opened open) throws Exception {
        try (StorageDriver driver = open.driver()) {
            return driver.check().toString();
        } catch (IOException e) {
            return "not opened: " + e.getMessage();
        }
    }

    @FunctionalInterface
    private interface Opened {
        StorageDriver driver() throws IOException;
    }

    /** Says whether the service responds to a driver that has these variables. */
    static String health(AzureConfig config, Map<String, String> environment) throws Exception {
        return health(() -> Opening.open(config, CONTEXT, HttpConnections.client(config, environment), Pausing::sleep));
    }

    /** A configuration of a storage account, with further keys of {@code storage.azure} and their values. */
    static AzureConfig config(String url, String... keysAndValues) {
        Map<String, String> keys = new HashMap<>(Map.of(
                "accountname",
                "a",
                "accountkey",
                "c2VjcmV0",
                "container",
                "c",
                "max_retries",
                "-1",
                "serviceurl",
                url));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            keys.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build()
                .convertValue(keys, AzureConfig.class);
    }

    /** Takes the URL of a service, and keys and values of {@code storage.azure}. */
    public static void main(String[] args) throws Exception {
        AzureConfig config = config(args[0], Arrays.copyOfRange(args, 1, args.length));
        System.out.println(health(() -> new AzureStorageDriverFactory().open(config, CONTEXT)));
    }
}
