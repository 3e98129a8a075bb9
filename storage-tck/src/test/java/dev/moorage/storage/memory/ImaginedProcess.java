package dev.moorage.storage.memory;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.SteppedProcess;

/**
 * A process of its own that lives in this one, as its driver shares nothing but the store with other drivers.
 *
 * @param driver the driver of the process. When the process is killed, nothing calls it any more
 */
record ImaginedProcess(StorageDriver driver) implements SteppedProcess {
    @Override
    public void kill() {
        // What the driver has in memory alone is never seen again.
    }

    @Override
    public void close() {
        // As kill().
    }
}
