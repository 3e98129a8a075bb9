package dev.moorage.http.access;

import dev.moorage.storage.spi.io.LowPriorityThreads;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Compares passwords with hashes on a few platform threads of its own, of low priority: a comparison takes a tenth of a second of a
 * processor and more, and whatever the number of them, the threads that serve requests have processors.
 */
final class PasswordChecks implements AutoCloseable {
    private static final int NICE = 5;
    private static final long IDLE_SECONDS = 30;

    private final Comparison comparison;
    private final ThreadPoolExecutor threads;

    /** How a password is compared with a hash. */
    @FunctionalInterface
    interface Comparison {
        boolean matches(byte[] password, byte[] hash);
    }

    /**
     * @param count how many passwords are compared at once
     * @param maxWaiting how many more wait for that
     */
    PasswordChecks(Comparison comparison, int count, int maxWaiting) {
        this.comparison = comparison;
        this.threads = new ThreadPoolExecutor(
                count,
                count,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(maxWaiting),
                new LowPriorityThreads("password-", NICE));
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Waits for a thread, and for its answer.
     *
     * @param client whether the client is still there: where it is not when its turn comes, nothing is computed
     * @return whether the password matches; empty where too many wait, or nothing was computed
     */
    Optional<Boolean> matches(byte[] password, byte[] hash, BooleanSupplier client) {
        FutureTask<Optional<Boolean>> check = new FutureTask<>(
                () -> client.getAsBoolean() ? Optional.of(comparison.matches(password, hash)) : Optional.empty());
        try {
            threads.execute(check);
            return check.get();
        } catch (RejectedExecutionException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            check.cancel(false);
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a password could not be compared", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
