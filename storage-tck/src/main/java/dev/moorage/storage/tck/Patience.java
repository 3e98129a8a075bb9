package dev.moorage.storage.tck;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The time within which a driver must answer although others wait. It is 20 seconds, or what the system property
 * {@value #PROPERTY} says, in milliseconds.
 */
final class Patience {
    static final String PROPERTY = "moorage.storage-tck.patience";
    private static final long DEFAULT_MILLIS = 20_000;

    /** How long a driver may take to end after it was interrupted. */
    private static final long END_MILLIS = 1000;

    private Patience() {}

    static Duration time() {
        return Duration.ofMillis(Long.getLong(PROPERTY, DEFAULT_MILLIS));
    }

    /**
     * Makes calls of a driver in another thread.
     *
     * @param done what is done, for the message
     * @throws AssertionError when they have not ended in time
     */
    static <T> T within(String done, Callable<T> calls) throws Exception {
        FutureTask<T> task = new FutureTask<>(calls);
        Thread thread = Thread.ofPlatform().daemon().start(task);
        try {
            return task.get(time().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            thread.join(END_MILLIS);
            throw new AssertionError(done + " has not ended after " + time().toMillis() + " ms", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception failure) {
                throw failure;
            }
            throw new AssertionError(done + " failed", e.getCause());
        }
    }
}
