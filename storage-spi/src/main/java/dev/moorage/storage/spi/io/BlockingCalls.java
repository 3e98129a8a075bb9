package dev.moorage.storage.spi.io;

import java.io.IOException;

/**
 * A bounded pool of low-priority platform threads, which end when they are idle. It runs calls that block in the kernel and can take long, for example
 * reading a large directory. On a virtual thread, a call of this kind would keep its carrier for all that time, and there
 * are only as many carriers as processors. The Java runtime adds carriers for {@code FileChannel.force}, but for nothing in
 * {@code java.nio.file}.
 */
public final class BlockingCalls {
    /** More than there are processors, so that a short call does not wait behind a few long ones. */
    private static final int COUNT = 16;

    private static final int NICE = 5;

    private final PlatformThreads threads = new PlatformThreads(COUNT, new LowPriorityThreads("blocking-", NICE));

    /** A call that blocks its thread. */
    @FunctionalInterface
    public interface Call<T> {
        /**
         * @throws IOException when the call fails
         */
        T call() throws IOException;
    }

    /**
     * Makes a call and waits for it, even when the caller is interrupted. A call from a platform thread runs on that thread
     * itself, since it takes no carrier from others.
     *
     * @throws IOException what the call has thrown
     */
    public <T> T call(Call<T> call) throws IOException {
        return Thread.currentThread().isVirtual() ? threads.call(call::call) : call.call();
    }
}
