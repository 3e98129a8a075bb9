package dev.moorage.bootstrap.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/** Prints a line when a task begins, and then one every half minute. */
final class LineProgress implements Progress {
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final PrintStream err;
    private final LongSupplier nanoTime;
    private String current = "";
    private long last;

    LineProgress(PrintStream err, LongSupplier nanoTime) {
        this.err = err;
        this.nanoTime = nanoTime;
    }

    @Override
    public void at(String task, long done, OptionalDouble fraction, String more) {
        long now = nanoTime.getAsLong();
        if (task.equals(current) && now - last < INTERVAL.toNanos()) {
            return;
        }
        current = task;
        last = now;
        String percent = fraction.isPresent() ? String.format(" (%d%%)", (int) (100 * fraction.getAsDouble())) : "";
        err.println(task + ": " + done + percent + (more.isEmpty() ? "" : ", " + more));
    }

    @Override
    public void print(Runnable line) {
        line.run();
    }

    @Override
    public void close() {
        // Nothing to do: the last line stays.
    }
}
