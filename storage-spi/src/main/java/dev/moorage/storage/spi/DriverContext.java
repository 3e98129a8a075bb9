package dev.moorage.storage.spi;

import dev.moorage.storage.spi.io.ComputePool;
import dev.moorage.storage.spi.io.TransferBuffers;
import java.time.InstantSource;
import java.util.Objects;

/**
 * What the server provides to a driver. The server has one memory budget and one pool, and its own transfers use them too.
 *
 * @param clock the clock of this process. Times that the store reports are by the store's own clock
 * @param memory the memory budget for bytes in transit between clients and storage
 * @param computing the threads for work that takes long on a processor
 */
public record DriverContext(InstantSource clock, TransferBuffers memory, ComputePool computing) {
    public DriverContext {
        Objects.requireNonNull(clock);
        Objects.requireNonNull(memory);
        Objects.requireNonNull(computing);
    }
}
