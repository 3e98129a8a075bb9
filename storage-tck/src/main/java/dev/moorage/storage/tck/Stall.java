package dev.moorage.storage.tck;

import dev.moorage.storage.spi.object.ObjectKey;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What another thread does while a driver stalls. The driver may hold a lock that the other thread needs, so the driver goes
 * on when the other thread cannot end.
 */
final class Stall implements Runnable {
    private static final long PATIENCE_MILLIS = 200;

    private final FutureTask<Set<ObjectKey>> action;
    private boolean begun;

    /**
     * @param action returns the objects that it has found at its end
     */
    Stall(Callable<Set<ObjectKey>> action) {
        this.action = new FutureTask<>(action);
    }

    @Override
    public void run() {
        begun = true;
        Thread.ofPlatform().daemon().start(action);
        try {
            action.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException _) {
            // The other thread waits for the driver, or seen() throws its failure.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** The objects that the other thread has found at its end. None when the driver has not stalled. */
    Set<ObjectKey> seen() throws ExecutionException, InterruptedException, TimeoutException {
        return begun ? action.get(1, TimeUnit.MINUTES) : Set.of();
    }
}
