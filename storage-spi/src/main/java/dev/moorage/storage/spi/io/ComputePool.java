package dev.moorage.storage.spi.io;

import java.io.IOException;

/**
 * A fixed pool for computing, one platform thread per processor, in FIFO order. Threads that copy or hash large amounts of
 * bytes run that work here. The scheduler of virtual threads gives them no order: a virtual thread that is woken for a small
 * request can wait for seconds behind others that process a megabyte each, again and again. With this pool the large pieces
 * of work queue here and the carriers stay idle. The kernel then prefers threads that have used little processor time.
 * A process has one pool. Idle threads end, so a pool need not be closed.
 */
public final class ComputePool {
    private final PlatformThreads threads = new PlatformThreads(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().daemon().name("processor-", 1).factory());

    /**
     * The work of one turn. It must wait neither for a client nor for storage, because all other work would wait with it.
     */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Runs the work and waits for it, even when the caller is interrupted, since the work uses what the caller owns.
     *
     * @throws IOException what the work has thrown
     */
    public <T> T compute(Work<T> work) throws IOException {
        return threads.call(work::run);
    }
}
