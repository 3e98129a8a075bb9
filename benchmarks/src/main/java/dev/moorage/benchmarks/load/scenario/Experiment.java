package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.measure.Sample;
import dev.moorage.benchmarks.load.server.Contender;
import java.io.IOException;

/** A scenario in the middle of its rounds. */
public interface Experiment extends AutoCloseable {
    /**
     * One round of one contender.
     *
     * @param checks whether what was stored is pulled and compared afterwards, outside what is measured
     * @throws IOException something was answered, stored or served that should not have been
     */
    Sample round(Contender contender, boolean checks) throws IOException;

    @Override
    void close() throws IOException;
}
