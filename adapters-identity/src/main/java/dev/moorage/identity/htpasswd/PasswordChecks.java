package dev.moorage.identity.htpasswd;

import dev.moorage.identity.password.PasswordHash;
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
 * Compares passwords with hashes on a few platform threads of low priority. A comparison takes a tenth of a second of
 * processor time or more. The fixed number of threads leaves processors to the threads that serve requests, however many
 * logins there are.
 */
final class PasswordChecks implements AutoCloseable {
    private static final int NICE = 5;
    private static final long IDLE_SECONDS = 30;

    private final Comparison comparison;
    private final ThreadPoolExecutor threads;

    /** Compares a password with a hash. */
    @FunctionalInterface
    interface Comparison {
        boolean matches(byte[] password, PasswordHash hash);
    }

    /**
     * @param count the most comparisons that run at once
     * @param maxWaiting the most comparisons that wait for a thread
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
     * Waits for a thread, and for the result of its comparison.
     *
     * @param client whether the client is still connected. If it is not when a thread is free, nothing is computed.
     * @return whether the password matches, or empty when too many comparisons wait or nothing was computed
     */
    Optional<Boolean> matches(byte[] password, PasswordHash hash, BooleanSupplier client) {
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
