package dev.moorage.bootstrap.drivers;

import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.storage.spi.DriverContext;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.StorageDriverFactory;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * A storage driver that can be chosen.
 *
 * @param type the name that chooses it: {@code storage.<type>}
 * @param version the version in the manifest of its jar, or empty where there is none
 * @param origin the name of its jar
 * @param keys the keys below {@code storage.<type>}, and below these
 */
public record FoundDriver<C extends Record>(
        StorageDriverFactory<C> factory, String type, Optional<String> version, String origin, List<DriverKey> keys) {
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
        List<DriverKey> keys = DriverKey.of(factory.configType());
        Optional<String> version =
                Optional.ofNullable(factory.getClass().getPackage().getImplementationVersion());
        return new FoundDriver<>(factory, factory.type(), version, origin, keys);
    }

    /** Returns the names of the keys directly below {@code storage.<type>}. */
    public List<String> keyNames() {
        return keys.stream().filter(DriverKey::isOuter).map(DriverKey::name).toList();
    }

    /** Whether the driver shares the libraries of the server. */
    boolean isOnClassPath() {
        return !(factory.getClass().getClassLoader() instanceof DriverClasses);
    }

    /** Returns the package of the driver, whose lines the log has in the same way as those of the server. */
    public String packageName() {
        return factory.getClass().getPackageName();
    }

    /**
     * Checks whether the driver could be opened, as far as its configuration goes.
     *
     * @throws InvalidConfigurationException when it could not
     */
    public void check(JsonNode parameters) throws InvalidConfigurationException {
        bind(parameters);
    }

    private C bind(JsonNode parameters) throws InvalidConfigurationException {
        return new DriverConfiguration("storage." + type).bind(parameters, factory.configType());
    }

    /**
     * Opens the driver. Any exception or linkage error of the driver's code becomes an {@link IOException}. A driver with
     * classes of its own is rehearsed before it is opened for writing.
     *
     * @throws InvalidConfigurationException when a key is wrong
     * @throws IOException with one line that names the driver's key and the reason
     */
    public StorageDriver open(JsonNode parameters, StorageDrivers.Use use, DriverContext context)
            throws InvalidConfigurationException, IOException {
        C config = bind(parameters);
        if (!(factory.getClass().getClassLoader() instanceof DriverClasses own)) {
            return opened(config, use, context, driver -> driver);
        }
        StorageDriver driver =
                own.within(() -> opened(config, use, context, opened -> new IsolatedStorageDriver(opened, own)));
        if (use == StorageDrivers.Use.WRITING) {
            rehearse(driver);
        }
        return driver;
    }

    private StorageDriver opened(
            C config, StorageDrivers.Use use, DriverContext context, UnaryOperator<StorageDriver> decorator)
            throws IOException {
        StorageDriver driver = null;
        try {
            driver = switch (use) {
                case WRITING -> factory.open(config, context);
                case READING -> factory.openReadOnly(config, context);
            };
            // A driver that returns nothing, or has another form of this method, fails here.
            driver.limits();
            return decorator.apply(driver);
        } catch (IOException | RuntimeException | LinkageError e) {
            // A class that is missing does not say which jar needs it.
            throw failure((e instanceof LinkageError ? origin + ": " : "") + Failure.inWords(e), e, driver);
        }
    }

    private void rehearse(StorageDriver driver) throws IOException {
        try {
            Rehearsal.run(driver);
        } catch (Rehearsal.FailedException e) {
            throw failure(origin + ": " + e.getMessage(), e, driver);
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("driver", type)
                    .addKeyValue("reason", Failure.inWords(e))
                    .log("The storage failed while its driver was rehearsed");
        }
    }

    private IOException failure(String reason, Throwable e, @Nullable StorageDriver driver) {
        LOG.atDebug().setCause(e).log("The storage driver {} could not be opened", type);
        IOException failure =
                new IOException("storage." + type + ": could not be opened: " + StorageHints.withHint(reason), e);
        if (driver != null) {
            closeAfter(failure, driver);
        }
        return failure;
    }

    private static void closeAfter(IOException failure, StorageDriver driver) {
        try {
            driver.close();
        } catch (IOException | RuntimeException | LinkageError e) {
            failure.addSuppressed(e);
        }
    }
}
