package dev.moorage.benchmarks.load.scenario;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Runs tasks in parallel on platform threads. Virtual threads would cost the client more here. */
final class Parallel {
    private Parallel() {}

    /** The task of one thread. */
    @FunctionalInterface
    interface Task {
        void run(int index) throws IOException;
    }

    /** Runs the task with each index from 0 to {@code count - 1}, and waits for all of them. */
    static void run(int count, Task task) throws IOException {
        List<Callable<Void>> tasks = IntStream.range(0, count)
                .<Callable<Void>>mapToObj(index -> () -> {
                    task.run(index);
                    return null;
                })
                .toList();
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            for (Future<Void> ended : threads.invokeAll(tasks)) {
                ended.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a client failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException().initCause(e);
        }
    }
}
