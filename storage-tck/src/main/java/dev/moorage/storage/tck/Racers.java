package dev.moorage.storage.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Threads that do the same thing at the same moment. They are platform threads, because virtual threads that spin would let
 * no other one run.
 */
final class Racers {
    private Racers() {}

    /** The task of each thread. */
    interface Task {
        void run(int racer) throws Exception;
    }

    /** Runs the task the given number of times at once, and throws what any run has thrown. */
    static void race(int racers, Task task) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < racers; i++) {
                int racer = i;
                running.add(threads.submit(() -> {
                    start.await();
                    task.run(racer);
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> future : running) {
                await(future);
            }
        }
    }

    private static void await(Future<?> future) throws Exception {
        try {
            future.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Exception failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw e;
            }
        }
    }
}
