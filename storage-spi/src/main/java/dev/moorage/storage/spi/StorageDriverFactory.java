package dev.moorage.storage.spi;

import java.io.IOException;

/**
 * Opens a driver. The server finds factories through {@link java.util.ServiceLoader}.
 *
 * @param <C> a record whose components are the keys of {@code storage.<type>}. Its compact constructor validates them, and
 *     throws an {@link IllegalArgumentException} that names the key
 */
public interface StorageDriverFactory<C extends Record> {
    /**
     * The name of this driver in the configuration, {@code storage.<type>}. It consists of lower-case letters and digits.
     */
    String type();

    /** The record to which the configuration is bound. */
    Class<C> configType();

    /** Opens the backend. Fails when it is evident at once that the backend cannot work. */
    StorageDriver open(C config, DriverContext context) throws IOException;

    /**
     * Opens the backend for reading only. The driver writes, sweeps and leases nothing in it, not even to find out whether
     * it could. The server asks the driver for no change. A driver that makes no difference is opened as for writing.
     */
    default StorageDriver openReadOnly(C config, DriverContext context) throws IOException {
        return open(config, context);
    }
}
