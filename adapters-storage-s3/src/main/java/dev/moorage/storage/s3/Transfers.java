package dev.moorage.storage.s3;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** The requests that run beside the thread that asked for them: so many at once and no more. */
final class Transfers implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore total;

    /**
     * @param most how many run at once
     */
    Transfers(int most) {
        this.total = new Semaphore(most);
    }

    <T> Future<T> submit(Callable<T> request) {
        return threads.submit(() -> {
            total.acquire();
            try {
                return request.call();
            } finally {
                total.release();
            }
        });
    }

    /** What a request came to. */
    static <T> T result(Future<T> running) throws IOException {
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

    /** Takes a permit, or says that the thread was interrupted. */
    static void acquire(Semaphore permits) throws IOException {
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

    /** Ends what still runs. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
