package dev.moorage.application.transfer;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that compute, as many as there are processors: who has something large to copy or to hash takes a turn here, first
 * come, first served. Virtual threads are made to wait and have no order among them: one that is woken for a small request can
 * stand for seconds behind those that take a megabyte each, again and again. Here those stand in line, carriers are idle, and
 * the kernel gives a processor to who has had little of it.
 */
public final class Processors {
    private static final Executor THREADS = threads();

    private Processors() {}

    private static Executor threads() {
        int count = Runtime.getRuntime().availableProcessors();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                count,
                count,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("processor-", 1).factory());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

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
        FutureTask<T> turn = new FutureTask<>(work::run);
        THREADS.execute(turn);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return turn.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw thrown(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException thrown(ExecutionException e) throws IOException {
        if (e.getCause() instanceof IOException failure) {
            throw failure;
        }
        if (e.getCause() instanceof Error failure) {
            throw failure;
        }
        return e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
    }
}
