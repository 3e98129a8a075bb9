package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.measure.Measured;
import dev.moorage.benchmarks.load.measure.Sample;
import java.io.IOException;

/** One thing that is measured. What it takes to be ready is done when it is made. */
interface Trial extends AutoCloseable {
    /** What is measured. */
    void run() throws IOException;

    /** Looks whether it was really done; not measured. */
    void check() throws IOException;

    /** What it came to. */
    Sample sample(Measured measured) throws IOException;

    @Override
    void close() throws IOException;
}
