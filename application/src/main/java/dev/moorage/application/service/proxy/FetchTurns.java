package dev.moorage.application.service.proxy;

import dev.moorage.application.memory.MemoryShortException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Limits how many documents are fetched from upstreams at a time, since each is held in memory. */
final class FetchTurns {
    /** How long a request waits for its turn. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Semaphore turns;

    FetchTurns(int most) {
        this.turns = new Semaphore(most, true);
    }

    /** A fetch that has its turn. */
    interface Fetch<T> {
        T fetch() throws IOException;
    }

    /**
     * Fetches when it is the caller's turn.
     *
     * @throws MemoryShortException there was no turn in time
     */
    <T> T take(Fetch<T> fetch) throws IOException {
        await();
        try {
            return fetch.fetch();
        } finally {
            turns.release();
        }
    }

    private void await() throws MemoryShortException {
        try {
            if (!turns.tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new MemoryShortException();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new MemoryShortException();
        }
    }
}
