package dev.moorage.storage.spi;

import dev.moorage.storage.spi.io.TransferBuffers;
import java.time.InstantSource;
import java.util.Objects;

/**
 * What the server lends to a driver.
 *
 * @param clock this process's clock; a store's own times are the store's
 * @param buffers the one budget of memory for bytes on their way
 */
public record DriverContext(InstantSource clock, TransferBuffers buffers) {
    public DriverContext {
        Objects.requireNonNull(clock);
        Objects.requireNonNull(buffers);
    }
}
