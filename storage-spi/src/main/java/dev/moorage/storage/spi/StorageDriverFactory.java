package dev.moorage.storage.spi;

import java.io.IOException;

/**
 * How a driver is found ({@link java.util.ServiceLoader}) and opened.
 *
 * @param <C> a record whose components are the keys of {@code storage.<type>}, and which validates itself in its compact
 *     constructor by {@link IllegalArgumentException}s that name the key
 */
public interface StorageDriverFactory<C extends Record> {
    /** What chooses this driver in the configuration: {@code storage.<type>}. Lower-case letters and digits. */
    String type();

    /** The record that the configuration is bound to. */
    Class<C> configType();

    /** Opens the backend. Fails where it can be seen at once that it cannot work. */
    StorageDriver open(C config, DriverContext context) throws IOException;

    /**
     * Opens the backend for reading alone: nothing in it is written, swept or leased, not even to find out whether it could
     * be, and no change is asked of the driver. Where a driver makes no difference, it is opened as for writing.
     */
    default StorageDriver openReadOnly(C config, DriverContext context) throws IOException {
        return open(config, context);
    }
}
