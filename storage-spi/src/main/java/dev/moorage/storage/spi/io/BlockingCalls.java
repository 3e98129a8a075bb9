package dev.moorage.storage.spi.io;

import java.io.IOException;

/**
 * Platform threads of low priority, a bounded number of them, for calls that hold a thread until the kernel answers and that can
 * take long, such as reading a large directory. A virtual thread would keep its carrier for all that time, of which there are as
 * many as processors: the Java runtime adds carriers for {@code FileChannel.force}, and for nothing of {@code java.nio.file}.
 */
public final class BlockingCalls {
    /** More than processors, so that a short call is not behind a few long ones. */
    private static final int COUNT = 16;

    private static final int NICE = 5;
    private static final PlatformThreads THREADS =
            new PlatformThreads(COUNT, new LowPriorityThreads("blocking-", NICE));

    private BlockingCalls() {}

    /** A call that holds its thread. */
    @FunctionalInterface
    public interface Call<T> {
        /** @throws IOException the call has failed */
        T call() throws IOException;
    }

    /**
     * Makes a call and waits for it, also when interrupted. A platform thread makes it itself: it keeps nothing from others.
     *
     * @throws IOException what the call has thrown
     */
    public static <T> T call(Call<T> call) throws IOException {
        return Thread.currentThread().isVirtual() ? THREADS.call(call::call) : call.call();
    }
}
