package dev.moorage.storage.fs;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Writes pieces one after the other, each on a thread of its own, while the caller prepares the next piece. For one writer.
 */
final class PipelinedWriter implements AutoCloseable {
    private final Executor threads;
    private final Sink sink;
    private FutureTask<Boolean> last = new FutureTask<>(() -> true);

    /** The destination of the bytes. */
    interface Sink {
        void write(ByteBuffer bytes) throws IOException;
    }

    /**
     * @param threads run the writes, see {@link #threads()}
     */
    PipelinedWriter(Executor threads, Sink sink) {
        this.threads = threads;
        this.sink = sink;
        last.run();
    }

    /**
     * The threads that write for all bodies of one driver. They are platform threads, because a write that the disk delays
     * would keep a carrier from other virtual threads. There are never more threads than pairs of large buffers, and idle
     * ones end.
     */
    static Executor threads() {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name("append-", 1).factory());
    }

    /**
     * Starts to write a piece. The caller must not change the piece until its next call. Throws what the previous write has
     * thrown.
     */
    void begin(ByteBuffer bytes) throws IOException {
        await();
        FutureTask<Boolean> next = new FutureTask<>(() -> {
            sink.write(bytes);
            return true;
        });
        last = next;
        try {
            threads.execute(next);
        } catch (OutOfMemoryError _) {
            // The system gives no more threads. A task that no thread runs would be waited for forever.
            next.run();
        }
    }

    /** Writes a piece once the pieces before it are written. */
    void write(ByteBuffer bytes) throws IOException {
        await();
        sink.write(bytes);
    }

    /** Waits until all pieces are written. Throws what a write has thrown. */
    void await() throws IOException {
        try {
            last.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted in a write").initCause(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e);
        }
    }

    /** Waits until no write uses its bytes any more, whether or not the writes succeeded. */
    @Override
    public void close() {
        boolean interrupted = false;
        while (!last.isDone()) {
            try {
                last.get();
            } catch (InterruptedException _) {
                interrupted = true;
            } catch (ExecutionException _) {
                break; // await() has thrown this failure, or append failed before it.
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
