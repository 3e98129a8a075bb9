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

    private final FutureTask<T> action;
    private final long patienceMillis;
    private boolean begun;

    /**
     * @param action what the other thread does, and what it returns
     */
    Stall(Callable<T> action) {
        this(action, PATIENCE_MILLIS);
    }

    /**
     * @param patienceMillis how long the driver waits for the other thread
     */
    Stall(Callable<T> action, long patienceMillis) {
        this.patienceMillis = patienceMillis;
        this.action = new FutureTask<>(action);
    }

    @Override
    public void run() {
        begun = true;
        Thread.ofPlatform().daemon().start(action);
        try {
            action.get(patienceMillis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException _) {
            // The other thread waits for the driver, or result() throws its failure.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the other thread has returned. Empty when the driver has not stalled. */
    Optional<T> result() throws ExecutionException, InterruptedException, TimeoutException {
        return begun ? Optional.of(action.get(1, TimeUnit.MINUTES)) : Optional.empty();
    }
}
