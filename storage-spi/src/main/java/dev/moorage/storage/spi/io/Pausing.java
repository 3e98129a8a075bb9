package dev.moorage.storage.spi.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/** Lets time pass between two requests to a store that cannot call back. Tests replace it. */
public interface Pausing {
    /**
     * Returns after some time.
     *
     * @throws IOException when the pause is interrupted
     */
    void pause(Duration time) throws IOException;

    /** Sleeps on the calling thread. */
    static void sleep(Duration time) throws InterruptedIOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted during a pause");
        }
    }
}
