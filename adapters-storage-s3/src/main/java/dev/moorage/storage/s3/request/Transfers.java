package dev.moorage.storage.s3.request;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Runs requests on threads of their own, so that the calling thread can continue. The number of running requests is limited.
 */
public final class Transfers implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore total;

    /**
     * Creates the transfers.
     *
     * @param most the maximum number of requests that run at the same time
     */
    public Transfers(int most) {
        this.total = new Semaphore(most);
    }

    public <T> Future<T> submit(Callable<T> request) {
        return threads.submit(() -> {
            total.acquire();
            try {
                return request.call();
            } finally {
                total.release();
            }
        });
    }

    /** Waits for a request and returns its result. */
    public static <T> T result(Future<T> running) throws IOException {
        try {
            return running.get();
        } catch (InterruptedException _) {
            throw interrupted();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException failed) {
                throw failed;
            }
            throw new IOException("a transfer was ended: " + (cause == null ? e : cause), e);
        }
    }

    /**
     * Acquires a permit.
     *
     * @throws InterruptedIOException when the thread is interrupted
     */
    public static void acquire(Semaphore permits) throws IOException {
        try {
            permits.acquire();
        } catch (InterruptedException _) {
            throw interrupted();
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted during a transfer");
    }

    /** Interrupts the requests that still run. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
