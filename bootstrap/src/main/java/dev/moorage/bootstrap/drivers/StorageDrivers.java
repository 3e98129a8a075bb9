package dev.moorage.bootstrap.drivers;

import dev.moorage.bootstrap.config.EditDistance;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.section.StorageConfig;
import dev.moorage.storage.spi.DriverContext;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** The storage drivers on the class path, Moorage's own and those of third parties. */
public final class StorageDrivers {
    private final List<FoundDriver<?>> found;
    private final List<String> broken;

    /** The purpose for which a storage is opened. */
    public enum Use {
        /** The storage is only read, and nothing in it is changed. */
        READING,
        WRITING
    }

    private StorageDrivers(DriverDiscovery.Result discovered) {
        this.found = discovered.found().stream()
                .sorted(StorageDrivers::byTypeAndOrigin)
                .toList();
        this.broken = discovered.broken();
    }

    private static int byTypeAndOrigin(FoundDriver<?> one, FoundDriver<?> other) {
        int byType = one.type().compareTo(other.type());
        return byType == 0 ? one.origin().compareTo(other.origin()) : byType;
    }

    /** Returns the drivers that {@link java.util.ServiceLoader} finds on the class path. */
    public static StorageDrivers onClassPath() {
        return from(StorageDrivers.class.getClassLoader());
    }

    static StorageDrivers from(ClassLoader classes) {
        return new StorageDrivers(DriverDiscovery.in(classes));
    }

    /** Returns the drivers that can be chosen, in the order of their types. */
    public List<FoundDriver<?>> found() {
        return found;
    }

    /** Returns the drivers that cannot be used: where each comes from, and why. */
    public List<String> broken() {
        return broken;
    }

    /**
     * Opens the driver that a configuration names.
     *
     * @throws InvalidConfigurationException when there is no driver of that type, or two, or a broken one, or a key is wrong
     * @throws IOException when the driver cannot work
     */
    public StorageDriver open(StorageConfig storage, Use use, DriverContext context)
            throws InvalidConfigurationException, IOException {
        return open(chosen(storage.type()), storage, use, context);
    }

    private static <C extends Record> StorageDriver open(
            FoundDriver<C> driver, StorageConfig storage, Use use, DriverContext context)
            throws InvalidConfigurationException, IOException {
        return driver.open(driver.bind(storage.parameters()), use, context);
    }

    /**
     * Checks whether a driver could be opened, as far as its configuration goes.
     *
     * @throws InvalidConfigurationException when it could not
     */
    public void check(StorageConfig storage) throws InvalidConfigurationException {
        chosen(storage.type()).bind(storage.parameters());
    }

    /**
     * Chooses the driver of a type. Fails while any jar cannot be read, since that jar may hold the driver that is meant, or
     * another one of its type.
     */
    private FoundDriver<?> chosen(String type) throws InvalidConfigurationException {
        if (!broken.isEmpty()) {
            throw new InvalidConfigurationException(broken.stream()
                    .map(problem -> problem("storage." + type, "a storage driver cannot be used: " + problem))
                    .toList());
        }
        List<FoundDriver<?>> meant =
                found.stream().filter(driver -> driver.type().equals(type)).toList();
        if (meant.size() == 1) {
            return meant.getFirst();
        }
        String problem = meant.isEmpty()
                ? "there is no such storage driver"
                        + EditDistance.nearest(type, types())
                                .map(near -> "; did you mean " + near + "?")
                                .orElse("")
                : "there is more than one such storage driver: "
                        + meant.stream().map(FoundDriver::origin).collect(Collectors.joining(", "));
        throw new InvalidConfigurationException(List.of(problem("storage." + type, problem)));
    }

    private String problem(String key, String text) {
        return key + ": " + text + "; there are: " + String.join(", ", types());
    }

    private List<String> types() {
        return found.stream().map(FoundDriver::type).distinct().toList();
    }
}
