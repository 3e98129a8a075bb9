package dev.moorage.storage.spi.io;

import java.io.IOException;

/**
 * The threads that compute, as many as there are processors: who has something large to copy or to hash takes a turn here, first
 * come, first served. Virtual threads are made to wait and have no order among them: one that is woken for a small request can
 * stand for seconds behind those that take a megabyte each, again and again. Here those stand in line, carriers are idle, and
 * the kernel gives a processor to who has had little of it.
 */
public final class Processors {
    private static final PlatformThreads THREADS = new PlatformThreads(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().daemon().name("processor-", 1).factory());

    private Processors() {}

    /** What is done in one turn. It must wait neither for a client nor for storage: all others would wait with it. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Has the work done, and waits for it, also when interrupted: it uses what the caller owns.
     *
     * @throws IOException what the work has thrown
     */
    public static <T> T compute(Work<T> work) throws IOException {
        return THREADS.call(work::run);
    }
}
