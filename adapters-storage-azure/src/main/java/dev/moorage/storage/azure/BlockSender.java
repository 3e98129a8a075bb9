package dev.moorage.storage.azure;

import dev.moorage.storage.spi.io.Part;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Sends the blocks of one body while the next ones are received: some at a time, and no more than the driver allows for all. What
 * was stored is told in the body's order, and nothing behind a block that failed. One thread.
 */
final class BlockSender {
    private static final int MOST_IN_FLIGHT = 4;

    private final Executor threads;
    private final Semaphore allowed;
    private final Consumer<BlockList.Run> stored;
    private final Deque<FutureTask<BlockList.Run>> flying = new ArrayDeque<>();

    /**
     * @param allowed how many blocks all bodies together may have in flight
     * @param stored is told of each block once it is stored, and all before it
     */
    BlockSender(Executor threads, Semaphore allowed, Consumer<BlockList.Run> stored) {
        this.threads = threads;
        this.allowed = allowed;
        this.stored = stored;
    }

    /** A block to be put. */
    interface Put {
        void call() throws IOException;
    }

    /** How many blocks are not yet stored. */
    int inFlight() {
        return flying.size();
    }

    /** Sends a block, and closes its part once that is done. Waits while there are too many. */
    void send(Part part, BlockList.Run block, Put put) throws IOException {
        try {
            while (flying.size() >= MOST_IN_FLIGHT
                    || !flying.isEmpty() && flying.peek().isDone()) {
                settle(flying.remove());
            }
            allowed.acquire();
        } catch (InterruptedException e) {
            part.close();
            throw interrupted(e);
        } catch (IOException e) {
            part.close();
            throw e;
        }
        FutureTask<BlockList.Run> task = new FutureTask<>(() -> {
            try (part) {
                put.call();
                return block;
            } finally {
                allowed.release();
            }
        });
        flying.add(task);
        threads.execute(task);
    }

    /** Waits for all that was sent. */
    void drain() throws IOException {
        try {
            while (!flying.isEmpty()) {
                settle(flying.remove());
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void settle(FutureTask<BlockList.Run> task) throws IOException, InterruptedException {
        try {
            stored.accept(task.get());
        } catch (ExecutionException e) {
            abandon();
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException("a block could not be put", e.getCause());
        }
    }

    /** What is still on its way is in no list; it is waited for by nobody. */
    private void abandon() {
        flying.clear();
    }

    private static InterruptedIOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException failure = new InterruptedIOException("interrupted while blocks are put");
        failure.initCause(e);
        return failure;
    }
}
