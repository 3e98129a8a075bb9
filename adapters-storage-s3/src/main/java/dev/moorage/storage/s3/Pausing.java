package dev.moorage.storage.s3;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/** Lets time pass. Tests replace it. */
interface Pausing {
    void pause(Duration time) throws IOException;

    /** Sleeps on the calling thread. */
    static void sleep(Duration time) throws InterruptedIOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
