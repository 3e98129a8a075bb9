package dev.moorage.bootstrap.command;

import java.io.PrintStream;
import java.util.OptionalDouble;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows a progress bar for each task on the last line of a terminal. */
final class BarProgress implements Progress {
    private static final int STEPS = 10_000;
    private static final int INTERVAL_MILLIS = 200;

    private final PrintStream err;
    private final int columns;
    private String current = "";
    private @Nullable ProgressBar bar;
    private boolean drawn;

    BarProgress(PrintStream err, int columns) {
        this.err = err;
        this.columns = columns;
    }

    @Override
    public void at(String task, long done, OptionalDouble fraction, String more) {
        if (bar == null || !task.equals(current)) {
            close();
            current = task;
            bar = begin(task, fraction.isPresent());
        }
        show(bar, done, fraction, more);
    }

    private static void show(ProgressBar bar, long done, OptionalDouble fraction, String more) {
        if (bar.isIndefinite()) {
            bar.stepTo(done);
            bar.setExtraMessage(more);
            return;
        }
        // Several objects are processed in parallel: the one that was finished last may not be the furthest.
        long step = (long) (fraction.orElse(0) * STEPS);
        bar.stepTo(Math.max(bar.getCurrent(), step));
        bar.setExtraMessage(done + ", " + more);
    }

    private ProgressBar begin(String task, boolean knowsItsEnd) {
        ProgressBarBuilder builder = new ProgressBarBuilder()
                .setTaskName(task)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(INTERVAL_MILLIS)
                .continuousUpdate()
                .setConsumer(new LastLine());
        return knowsItsEnd
                ? builder.setInitialMax(STEPS).setUnit("%", STEPS / 100).build()
                : builder.setInitialMax(-1).showSpeed().build();
    }

    @Override
    public void print(Runnable line) {
        synchronized (err) {
            if (drawn) {
                err.print("\r\u001b[K");
                err.flush();
                drawn = false;
            }
            line.run();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
            endLine();
        }
    }

    /** Ends the bar's line. The library does so only for a bar that has been visible for some time. */
    private void endLine() {
        synchronized (err) {
            if (drawn) {
                err.println();
                drawn = false;
            }
        }
    }

    /** Draws each state of the bar over the previous one. */
    private final class LastLine implements ProgressBarConsumer {
        @Override
        public int getMaxRenderedLength() {
            return columns - 1;
        }

        @Override
        public void accept(String rendered) {
            synchronized (err) {
                err.print("\r" + (rendered.length() < columns ? rendered : rendered.substring(0, columns - 1)));
                err.flush();
                drawn = true;
            }
        }

        @Override
        public void close() {
            endLine();
        }
    }
}
