package dev.moorage.application.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Runs the real use cases on three replicas over simulated stores. Clients push, stall, repeat and give up. Calls fail,
 * arrive late or arrive twice. Replicas crash, and the power is cut. Each seed determines one world completely.
 *
 * <p>The default is about 250,000 steps. After a million, all that can happen has happened. For more steps:
 * {@code ./mvnw test -pl application -am -Dmoorage.simulation.steps=100000000}. To run one world again:
 * {@code -Dmoorage.simulation.seed=<seed>}.
 */
class UploadSimulationTest {
    private static final long STEPS = 250_000;
    private static final long ALL_PAIRS = 1_000_000;
    /** The most pairs that a run of {@link #STEPS} may lack. */
    private static final int RARE_PAIRS = 8;

    @Test
    void nothingBreaksWhateverHappensAndAllOfItHappens() throws InterruptedException {
        Optional<Long> seed = Optional.ofNullable(Long.getLong("moorage.simulation.seed"));
        long steps = Long.getLong("moorage.simulation.steps", seed.isPresent() ? 1 : STEPS);
        Simulation simulation = new Simulation(seed.orElse(1L), Settings::of);
        Optional<Simulation.Broken> broken = simulation.run(Math.max(1, steps / Settings.STEPS));
        if (broken.isPresent()) {
            throw broken.get().error();
        }
        System.out.println(simulation.steps() + " steps from seed " + seed.orElse(1L));
        System.out.println(simulation.coverage());
        System.out.println("left after the last purge: " + simulation.leftovers());
        Set<String> missing = reachable();
        missing.removeAll(simulation.coverage().pairs());
        if (steps >= ALL_PAIRS) {
            assertThat(missing).isEmpty();
        } else if (steps >= STEPS) {
            assertThat(missing).as("pairs that few worlds have").hasSizeLessThanOrEqualTo(RARE_PAIRS);
        }
    }

    /** Returns every phase together with every event that can occur in it. */
    private static Set<String> reachable() {
        Set<String> pairs = new TreeSet<>();
        for (Coverage.Event event : Coverage.Event.values()) {
            switch (event) {
                case START -> pairs.add("ABSENT START");
                case BYTES_DURABLE -> pairs.add("APPENDING BYTES_DURABLE");
                case WRONG_DIGEST -> pairs.add("SEALED WRONG_DIGEST");
                case BLOB_ALREADY_THERE -> pairs.add("VERIFIED BLOB_ALREADY_THERE");
                case LINKED -> pairs.add("PUBLISHED LINKED");
                // Without a stored session there is nothing to purge or to lose in a power cut.
                case PURGE, POWER_CUT -> addAll(pairs, event, Coverage.Phase.ABSENT);
                // A request that appends has stored a record. In COMMITTED the bodies are those of fenced writers.
                case BODY_ENDS, BODY_BREAKS -> addAll(pairs, event, Coverage.Phase.ABSENT, Coverage.Phase.COMMITTED);
                case APPEND, STATUS, FINISH, CANCEL, NO_ANSWER, CRASH -> addAll(pairs, event);
            }
        }
        return pairs;
    }

    private static void addAll(Set<String> pairs, Coverage.Event event, Coverage.Phase... but) {
        Set<Coverage.Phase> excluded = Set.of(but);
        for (Coverage.Phase phase : Coverage.Phase.values()) {
            if (!excluded.contains(phase)) {
                pairs.add(phase + " " + event);
            }
        }
    }

    @Test
    void aSeedIsAlwaysTheSameWorld() throws InterruptedException {
        Set<Long> traces = new TreeSet<>();
        for (long seed = 1; seed <= 6; seed++) {
            Outcome first = Simulation.run(seed, Settings.of(seed), new Coverage());
            Outcome second = Simulation.run(seed, Settings.of(seed), new Coverage());
            assertThat(second).as("seed %d", seed).isEqualTo(first);
            traces.add(first.trace());
        }
        assertThat(traces).hasSize(6);
    }
}
