package dev.moorage.application.service.health;

import dev.moorage.application.port.in.health.CheckHealth;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A check whose last result is kept for an interval, and which fails after some failures in a row. It runs when it is asked for
 * and the last result is too old, on a thread of its own, one run at a time. A run that takes longer than the deadline counts as
 * a failure, and as one more for each interval that it goes on.
 */
public final class ObservedCheck {
    /** How long an answer waits for a run. */
    static final Duration DEADLINE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(ObservedCheck.class);

    private final CheckHealth check;
    private final Terms terms;
    private final Executor threads;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private boolean running;
    private long begun;
    private boolean hasResult;
    private long endedAt;
    private boolean hasSucceeded;
    private int failures;
    private String reason = "";

    /**
     * How a check is used.
     *
     * @param name the name of the check in answers
     * @param interval how long a result is kept
     * @param threshold the number of failures in a row with which the check fails, at least 1
     * @param isOfProcess whether the check is about this process alone, and not about what it uses
     */
    public record Terms(String name, Duration interval, int threshold, boolean isOfProcess) {
        public Terms {
            Objects.requireNonNull(name);
            if (interval.isNegative() || interval.isZero() || threshold < 1) {
                throw new IllegalArgumentException("a check needs an interval and a threshold");
            }
        }
    }

    /**
     * @param threads runs the check
     * @param nanoTime as of {@link System#nanoTime}
     */
    public ObservedCheck(CheckHealth check, Terms terms, Executor threads, LongSupplier nanoTime) {
        this.check = check;
        this.terms = terms;
        this.threads = threads;
        this.nanoTime = nanoTime;
    }

    Terms terms() {
        return terms;
    }

    /** Starts a run if the last result is too old, and does not wait for it. */
    void begin() {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            if (running || hasResult && now - endedAt < terms.interval().toNanos()) {
                return;
            }
            running = true;
            begun = now;
        } finally {
            lock.unlock();
        }
        threads.execute(this::run);
    }

    private void run() {
        Optional<String> problem;
        try {
            problem = check.problem();
        } catch (RuntimeException e) {
            LOG.warn("The check of {} failed", terms.name(), e);
            problem = Optional.of("the check failed");
        }
        lock.lock();
        try {
            running = false;
            hasResult = true;
            endedAt = nanoTime.getAsLong();
            hasSucceeded |= problem.isEmpty();
            failures = problem.isEmpty() ? 0 : failures + 1;
            reason = problem.orElse("");
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns why the check fails, or empty if it does not. A run that is under way is waited for until its deadline.
     *
     * @param fromTheStart whether the check fails at its first failure as long as it has never succeeded
     */
    Optional<String> problem(boolean fromTheStart) {
        lock.lock();
        try {
            await();
            long silence = running ? nanoTime.getAsLong() - begun : 0;
            long overdue = silence - DEADLINE.toNanos();
            long missed = overdue < 0 ? 0 : 1 + overdue / terms.interval().toNanos();
            if (failures + missed < (fromTheStart && !hasSucceeded ? 1 : terms.threshold())) {
                return Optional.empty();
            }
            return Optional.of(
                    missed == 0
                            ? reason
                            : "there is no answer since " + TimeUnit.NANOSECONDS.toSeconds(silence) + " s");
        } finally {
            lock.unlock();
        }
    }

    private void await() {
        try {
            long left = begun + DEADLINE.toNanos() - nanoTime.getAsLong();
            while (running && left > 0) {
                long _ = ended.awaitNanos(left);
                left = begun + DEADLINE.toNanos() - nanoTime.getAsLong();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
