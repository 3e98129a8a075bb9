package dev.moorage.storage.tck;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What another thread does while a driver stalls. The driver may hold a lock that the other thread needs, so the driver goes
 * on when the other thread cannot end.
 */
final class Stall<T> implements Runnable {
    static final long PATIENCE_MILLIS = 200;

    private final FutureTask<T> meanwhile;
    private final long patienceMillis;
    private boolean begun;

    /**
     * @param meanwhile what the other thread does, and what it returns
     */
    Stall(Callable<T> meanwhile) {
        this(meanwhile, PATIENCE_MILLIS);
    }

    /**
     * @param patienceMillis how long the driver waits for the other thread
     */
    Stall(Callable<T> meanwhile, long patienceMillis) {
        this.patienceMillis = patienceMillis;
        this.meanwhile = new FutureTask<>(meanwhile);
    }

    @Override
    public void run() {
        begun = true;
        Thread.ofPlatform().daemon().start(meanwhile);
        try {
            meanwhile.get(patienceMillis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException _) {
            // The other thread waits for the driver, or result() throws its failure.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the other thread has returned. Empty when the driver has not stalled. */
    Optional<T> result() throws ExecutionException, InterruptedException, TimeoutException {
        return begun ? Optional.of(meanwhile.get(1, TimeUnit.MINUTES)) : Optional.empty();
    }
}
