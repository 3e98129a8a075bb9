package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.server.Contender;
import java.io.IOException;
import java.util.List;

/** Something that is measured, of one contender after the other. */
public interface Scenario {
    /** Its name on the command line. */
    String name();

    /** What happens in it, with the sizes that were asked for. */
    String about();

    /** Whether this contender can do it. */
    boolean includes(Contender contender);

    /** How many rounds there are before those that count. */
    int warmups();

    /** How many rounds count. */
    int rounds();

    /** Makes ready what all rounds need. */
    Experiment begin(List<Contender> contenders) throws IOException;
}
