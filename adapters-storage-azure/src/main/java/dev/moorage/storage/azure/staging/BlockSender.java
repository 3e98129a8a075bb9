package dev.moorage.storage.azure.staging;

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
 * Sends the blocks of one body while the next ones are received. The number of blocks in flight is limited for the body and
 * for the whole driver. Stored blocks are reported in the body's order, and none behind a failed one. An instance is used by
 * one thread.
 */
final class BlockSender {
    private static final int MOST_IN_FLIGHT = 4;

    private final Executor threads;
    private final Semaphore allowed;
    private final Consumer<BlockList.Run> stored;
    private final Deque<FutureTask<BlockList.Run>> flying = new ArrayDeque<>();

    /**
     * Creates a sender.
     *
     * @param allowed the number of blocks that all bodies together may have in flight
     * @param stored receives each block once it and all blocks before it are stored
     */
    BlockSender(Executor threads, Semaphore allowed, Consumer<BlockList.Run> stored) {
        this.threads = threads;
        this.allowed = allowed;
        this.stored = stored;
    }

    /** The request that puts a block. */
    interface Put {
        void call() throws IOException;
    }

    /** Returns the number of blocks that are not yet stored. */
    int inFlight() {
        return flying.size();
    }

    /** Sends a block, and closes its part afterwards. Waits while too many blocks are in flight. */
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

    /** Waits until all blocks are stored. */
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

    /** Drops the blocks in flight. No list names them, and no caller waits for them. */
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
