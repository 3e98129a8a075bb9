package dev.moorage.bootstrap.command;

import java.util.OptionalDouble;

/** Shows on standard error how far a command has come, in addition to the lines that the command prints. */
interface Progress extends AutoCloseable {
    /** Returns a progress bar for a terminal, and for everything else a line from time to time. */
    static Progress onStandardError() {
        int columns = Integer.getInteger("moorage.terminal.columns", 0);
        return columns > 0 ? new BarProgress(System.err, columns) : new LineProgress(System.err, System::nanoTime);
    }

    /**
     * Reports the current progress.
     *
     * @param task the name of the task, for example {@code blobs}
     * @param done how many objects are finished
     * @param fraction the finished part of the task, from 0 to 1, or empty where it is unknown
     * @param more further text for the line
     */
    void at(String task, long done, OptionalDouble fraction, String more);

    /** Prints a line to an output that may be the same terminal. */
    void print(Runnable line);

    @Override
    void close();
}
