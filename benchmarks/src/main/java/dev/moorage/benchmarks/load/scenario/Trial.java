package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.measure.Measured;
import dev.moorage.benchmarks.load.measure.Sample;
import java.io.IOException;

/** One measured action. Its preparation is done when the trial is created. */
interface Trial extends AutoCloseable {
    /** Runs the measured action. */
    void run() throws IOException;

    /** Verifies the outcome of the action. This is not measured. */
    void check() throws IOException;

    /** Returns the figures of the trial. */
    Sample sample(Measured measured) throws IOException;

    @Override
    void close() throws IOException;
}
