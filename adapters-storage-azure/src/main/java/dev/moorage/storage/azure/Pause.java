package dev.moorage.storage.azure;

import java.io.InterruptedIOException;
import java.time.Duration;

/** Lets time pass between two polls of a copy. Tests replace it. */
interface Pause {
    void rest(Duration duration) throws InterruptedIOException;

    /** Sleeps on the calling thread. */
    static void sleep(Duration duration) throws InterruptedIOException {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a copy is waited for");
        }
    }
}
