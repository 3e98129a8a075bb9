package dev.moorage.storage.spi;

import dev.moorage.storage.spi.io.TransferBuffers;
import java.time.InstantSource;
import java.util.Objects;

/**
 * What the server provides to a driver.
 *
 * @param clock the clock of this process. Times that the store reports are by the store's own clock
 * @param buffers the memory budget for bytes in transit between clients and storage
 */
public record DriverContext(InstantSource clock, TransferBuffers buffers) {
    public DriverContext {
        Objects.requireNonNull(clock);
        Objects.requireNonNull(buffers);
    }
}
