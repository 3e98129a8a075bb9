package dev.moorage.application.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A read from storage that several threads need. The first of them makes it, and the others wait for its result.
 *
 * @param <T> the result
 */
public final class OnceRead<T> {
    private final FutureTask<T> task;

    public OnceRead(Read<T> read) {
        this.task = new FutureTask<>(read);
    }

    /** A read from storage. */
    public interface Read<T> extends Callable<T> {
        @Override
        T call() throws IOException;
    }

    /** Makes the read, unless a thread makes it already. */
    public void run() {
        task.run();
    }

    /**
     * Returns the result.
     *
     * @throws IOException the read has failed, or this thread was interrupted
     */
    public T get() throws IOException {
        task.run();
        try {
            return task.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }
}
