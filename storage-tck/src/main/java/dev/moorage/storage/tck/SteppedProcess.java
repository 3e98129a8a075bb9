package dev.moorage.storage.tck;

import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;

/**
 * Another process over the storage of a test. It does nothing by itself. Each call of its driver is made there, and returns
 * here once it has ended there. So a test decides the order of the steps of two processes.
 */
public interface SteppedProcess extends AutoCloseable {
    /** The driver of the other process. */
    StorageDriver driver();

    /** Ends the process at once, as SIGKILL does. Nothing is closed or written before. Calls of its driver fail from then on. */
    void kill() throws IOException;

    /** Ends the process. Does nothing after {@link #kill}. */
    @Override
    void close() throws IOException;
}
