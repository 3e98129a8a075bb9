package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.server.Contender;
import java.io.IOException;
import java.util.List;

/** A measurement that is made with one contender after the other. */
public interface Scenario {
    /** The name on the command line. */
    String name();

    /** A description of the scenario, with the sizes from the options. */
    String about();

    /** Whether the contender can take part. */
    boolean includes(Contender contender);

    /** The number of rounds before the counted ones. */
    int warmups();

    /** The number of counted rounds. */
    int rounds();

    /** Prepares everything that all rounds need. */
    Experiment begin(List<Contender> contenders) throws IOException;
}
