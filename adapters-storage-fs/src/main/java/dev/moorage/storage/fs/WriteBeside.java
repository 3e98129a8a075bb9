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

/** Writes one piece after the other, each by a thread of its own, while the next one is made ready. For one writer. */
final class WriteBeside implements AutoCloseable {
    /**
     * Not virtual ones: a write that the disk holds up would keep a carrier from everybody else. There are never more than there
     * are pairs of large buffers.
     */
    private static final Executor THREADS = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("append-", 1).factory());

    private final Sink sink;
    private FutureTask<Boolean> last = new FutureTask<>(() -> true);

    /** Where the bytes go. */
    interface Sink {
        void write(ByteBuffer bytes) throws IOException;
    }

    WriteBeside(Sink sink) {
        this.sink = sink;
        last.run();
    }

    /** Begins to write a piece that nobody changes until the next call. What the write before has thrown is thrown. */
    void begin(ByteBuffer bytes) throws IOException {
        await();
        FutureTask<Boolean> next = new FutureTask<>(() -> {
            sink.write(bytes);
            return true;
        });
        last = next;
        try {
            THREADS.execute(next);
        } catch (OutOfMemoryError _) {
            // The system gives no more threads; a task that nobody runs would be waited for without an end.
            next.run();
        }
    }

    /** Writes a piece when those before it are written. */
    void write(ByteBuffer bytes) throws IOException {
        await();
        sink.write(bytes);
    }

    /** Waits until all is written. What a write has thrown is thrown. */
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

    /** Waits until no write uses its bytes any more, whatever became of it. */
    @Override
    public void close() {
        boolean interrupted = false;
        while (!last.isDone()) {
            try {
                last.get();
            } catch (InterruptedException _) {
                interrupted = true;
            } catch (ExecutionException _) {
                break; // Whoever wrote has been told, or has failed before.
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
