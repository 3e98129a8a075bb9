package dev.moorage.application.port.out.storage;

import dev.moorage.application.transfer.TransferBuffers;
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
