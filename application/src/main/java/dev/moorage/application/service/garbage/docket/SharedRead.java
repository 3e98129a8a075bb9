package dev.moorage.application.service.garbage.docket;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A read that requests share. One read runs at a time. A read serves every request that came before it began, so that a
 * request never gets a result that is older than itself.
 */
final class SharedRead<T> {
    private final Read<T> read;
    private final ReentrantLock running = new ReentrantLock();
    private volatile long begun;
    private @Nullable Result<T> last;

    SharedRead(Read<T> read) {
        this.read = read;
    }

    /** A read from storage. */
    interface Read<T> extends Callable<T> {
        @Override
        T call() throws IOException;
    }

    /** The result of the read that began as the {@code number}-th. One of value and failure is null. */
    private record Result<T>(
            long number, @Nullable T value, @Nullable IOException failure) {
        T get() throws IOException {
            if (value == null) {
                throw failure == null ? new IOException("there is no result") : failure;
            }
            return value;
        }
    }

    /** Returns what a read has found that began after this call. */
    T get() throws IOException {
        long before = begun;
        running.lock();
        try {
            Result<T> served = last;
            return served != null && served.number() > before ? served.get() : next().get();
        } finally {
            running.unlock();
        }
    }

    private Result<T> next() {
        long number = begun + 1;
        begun = number;
        Result<T> result;
        try {
            result = new Result<>(number, read.call(), null);
        } catch (IOException e) {
            result = new Result<>(number, null, e);
        }
        last = result;
        return result;
    }
}
