package dev.moorage.storage.s3;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/** How time passes. */
interface Pausing {
    void pause(Duration time) throws IOException;

    /** Sleeps. */
    static void sleep(Duration time) throws InterruptedIOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
