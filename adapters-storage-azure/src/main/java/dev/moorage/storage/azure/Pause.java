package dev.moorage.storage.azure;

import java.io.InterruptedIOException;
import java.time.Duration;

/** How time passes between two looks at a copy. */
interface Pause {
    void rest(Duration duration) throws InterruptedIOException;

    /** By the clock on the wall. */
    static void sleep(Duration duration) throws InterruptedIOException {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a copy is waited for");
        }
    }
}
