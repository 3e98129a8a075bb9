package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.measure.Sample;
import dev.moorage.benchmarks.load.server.Contender;
import java.io.IOException;

/** A scenario that is running. */
public interface Experiment extends AutoCloseable {
    /**
     * Runs one round of one contender.
     *
     * @param checks whether stored content is pulled and compared afterwards, which is not measured
     * @throws IOException a wrong answer, or wrong content in storage or in an answer
     */
    Sample round(Contender contender, boolean checks) throws IOException;

    @Override
    void close() throws IOException;
}
