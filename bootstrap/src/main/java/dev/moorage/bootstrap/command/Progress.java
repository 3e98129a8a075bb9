package dev.moorage.bootstrap.command;

import java.util.OptionalDouble;

/** Shows on standard error how far something is, beside the lines that it prints. */
interface Progress extends AutoCloseable {
    /** A terminal gets a bar; everything else a line now and then. */
    static Progress onStandardError() {
        int columns = Integer.getInteger("moorage.terminal.columns", 0);
        return columns > 0 ? new BarProgress(System.err, columns) : new LineProgress(System.err, System::nanoTime);
    }

    /**
     * How far it is now.
     *
     * @param task what is done, such as {@code blobs}
     * @param done how many of them are done
     * @param fraction how much of the task is done, from 0 to 1; empty where nobody knows
     * @param more what else there is to say
     */
    void at(String task, long done, OptionalDouble fraction, String more);

    /** Prints a line somewhere, which may be the same terminal. */
    void print(Runnable line);

    @Override
    void close();
}
