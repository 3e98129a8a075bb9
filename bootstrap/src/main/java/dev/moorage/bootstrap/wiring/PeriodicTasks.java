package dev.moorage.bootstrap.wiring;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Runs the periodic tasks of all features, each on a thread of its own. The first run is at a random moment in the second half
 * of the first interval, so that replicas do not run at the same time.
 */
final class PeriodicTasks implements AutoCloseable {
    /** How long a stop waits for the tasks. */
    private static final Duration LAST_STEPS = Duration.ofSeconds(2);

    private final List<ScheduledExecutorService> timers = new ArrayList<>();
    private final Set<PeriodicTask> tasks;

    PeriodicTasks(Set<PeriodicTask> tasks) {
        this.tasks = tasks;
        tasks.stream().filter(task -> !task.interval().isZero()).forEach(this::start);
    }

    private void start(PeriodicTask task) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(task.name()).factory());
        timers.add(timer);
        long interval = task.interval().toMillis();
        ScheduledFuture<?> _ = timer.scheduleWithFixedDelay(
                task::run,
                ThreadLocalRandom.current().nextLong(interval / 2, interval),
                interval,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        tasks.forEach(PeriodicTask::stop);
        timers.forEach(ScheduledExecutorService::shutdownNow);
        awaitEnd();
    }

    /** Waits for the tasks, which may have something to give back to other servers as long as the storage is open. */
    private void awaitEnd() {
        long end = System.nanoTime() + LAST_STEPS.toNanos();
        try {
            for (ScheduledExecutorService timer : timers) {
                boolean _ = timer.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
