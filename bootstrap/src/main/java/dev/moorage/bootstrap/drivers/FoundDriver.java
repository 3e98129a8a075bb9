package dev.moorage.bootstrap.drivers;

import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.storage.spi.DriverContext;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.StorageDriverFactory;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * A storage driver that can be chosen.
 *
 * @param type the name that chooses it: {@code storage.<type>}
 * @param version the version in the manifest of its jar, or empty where there is none
 * @param origin the name of its jar
 * @param keys the keys below {@code storage.<type>}
 */
public record FoundDriver<C extends Record>(
        StorageDriverFactory<C> factory, String type, Optional<String> version, String origin, List<String> keys) {
    private static final Logger LOG = LoggerFactory.getLogger(FoundDriver.class);
    private static final Pattern TYPE = Pattern.compile("[a-z0-9]+");

    public FoundDriver {
        if (!TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException(
                    "the type \"" + type + "\" is not of small letters and digits, so nothing can choose it");
        }
        keys = List.copyOf(keys);
    }

    static <C extends Record> FoundDriver<C> of(StorageDriverFactory<C> factory, String origin) {
        List<String> keys = Keys.of(factory.configType());
        Optional<String> version =
                Optional.ofNullable(factory.getClass().getPackage().getImplementationVersion());
        return new FoundDriver<>(factory, factory.type(), version, origin, keys);
    }

    C bind(JsonNode parameters) throws InvalidConfigurationException {
        return new DriverConfiguration("storage." + type).bind(parameters, factory.configType());
    }

    /**
     * Opens the driver. Any exception or linkage error of the driver's code becomes an {@link IOException}.
     *
     * @throws IOException with one line that names the driver's key and the reason
     */
    StorageDriver open(C config, StorageDrivers.Use use, DriverContext context) throws IOException {
        StorageDriver driver = null;
        try {
            driver = switch (use) {
                case WRITING -> factory.open(config, context);
                case READING -> factory.openReadOnly(config, context);
            };
            // A driver that was compiled against another version of the port fails here, and not during the first push.
            driver.limits();
            return driver;
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.atDebug().setCause(e).log("The storage driver {} could not be opened", type);
            IOException failure = new IOException(
                    "storage." + type + ": could not be opened: " + StorageHints.withHint(Failure.inWords(e)), e);
            if (driver != null) {
                closeAfter(failure, driver);
            }
            throw failure;
        }
    }

    private static void closeAfter(IOException failure, StorageDriver driver) {
        try {
            driver.close();
        } catch (IOException | RuntimeException | LinkageError e) {
            failure.addSuppressed(e);
        }
    }
}
