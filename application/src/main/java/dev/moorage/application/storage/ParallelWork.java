package dev.moorage.application.storage;

import dev.moorage.application.port.out.trace.RequestSpan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs many storage requests at once with a limited number of threads. The caller's thread takes part. If the storage
 * answers at once, it does all the work and the other threads find nothing left.
 */
public final class ParallelWork {
    private static final int THREADS = 8;

    /**
     * The number of items after which a thread gives up the processor. A thread does not wait by itself if the storage
     * answers at once (ADR 15).
     */
    private static final int ITEMS_IN_A_TURN = 32;

    private ParallelWork() {}

    /** The work on one item. */
    public interface Step<T> {
        /**
         * Does the work on one item.
         *
         * @throws IOException ends the work on the items that were not begun
         */
        void run(T item) throws IOException;
    }

    /**
     * Runs the step for every item with at most eight threads: {@link #forEach(List, int, Step)}.
     */
    public static <T> void forEach(List<T> items, Step<T> step) throws IOException {
        forEach(items, THREADS, step);
    }

    /**
     * Runs the step for every item, in no particular order, and waits for all of them.
     *
     * @param threads the greatest number of threads, at least 1, with the caller's own
     * @throws IOException the first exception of a step. Items that were not begun are left out then
     */
    public static <T> void forEach(List<T> items, int threads, Step<T> step) throws IOException {
        Run<T> run = new Run<>(items, step);
        List<Thread> helpers = new ArrayList<>();
        for (int i = 1; i < Math.min(items.size(), threads); i++) {
            helpers.add(Thread.ofVirtual().unstarted(RequestSpan.handedOn(run)));
        }
        helpers.forEach(Thread::start);
        run.run();
        boolean interrupted = false;
        for (Thread helper : helpers) {
            interrupted |= join(helper);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        run.rethrow();
    }

    /**
     * Waits for a thread, also when interrupted, because the step uses objects of the caller. Returns whether it was
     * interrupted.
     */
    private static boolean join(Thread helper) {
        boolean interrupted = false;
        while (true) {
            try {
                helper.join();
                return interrupted;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
    }

    private static final class Run<T> implements Runnable {
        private final List<T> items;
        private final Step<T> step;
        private final AtomicInteger next = new AtomicInteger();
        private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

        Run(List<T> items, Step<T> step) {
            this.items = items;
            this.step = step;
        }

        @Override
        public void run() {
            int done = 0;
            for (int i = next.getAndIncrement(); i < items.size(); i = next.getAndIncrement()) {
                try {
                    step.run(items.get(i));
                    done++;
                    if (done % ITEMS_IN_A_TURN == 0) {
                        LockSupport.parkNanos(1);
                    }
                } catch (IOException | RuntimeException | Error e) {
                    failures.add(e);
                    next.set(items.size());
                }
            }
        }

        void rethrow() throws IOException {
            switch (failures.peek()) {
                case null -> {
                    // No step failed.
                }
                case IOException e -> throw e;
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case Throwable e -> throw new IllegalStateException(e);
            }
        }
    }
}
