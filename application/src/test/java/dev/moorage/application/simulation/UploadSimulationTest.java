package dev.moorage.application.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The real use cases on three replicas over simulated stores, with clients that push, stall, repeat and give up, calls that fail, are
 * late or come twice, crashes and power cuts. Each seed is a world of its own, and always the same one.
 *
 * <p>By default about a million steps. More of them: {@code ./mvnw test -pl application -am -Dmoorage.simulation.steps=100000000}.
 * One world again: {@code -Dmoorage.simulation.seed=<seed>}.
 */
class UploadSimulationTest {
    private static final long STEPS = 1_000_000;

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
        if (steps >= STEPS) {
            assertThat(simulation.coverage().pairs()).containsAll(reachable());
        }
    }

    /** Every phase with every event that can meet it. */
    private static Set<String> reachable() {
        Set<String> pairs = new TreeSet<>();
        for (Coverage.Event event : Coverage.Event.values()) {
            switch (event) {
                case START -> pairs.add("ABSENT START");
                case BYTES_DURABLE -> pairs.add("APPENDING BYTES_DURABLE");
                case WRONG_DIGEST -> pairs.add("SEALED WRONG_DIGEST");
                case BLOB_ALREADY_THERE -> pairs.add("VERIFIED BLOB_ALREADY_THERE");
                case LINKED -> pairs.add("PUBLISHED LINKED");
                // Nothing is stored that could be purged, or lose its power.
                case PURGE, POWER_CUT -> addAll(pairs, event, Coverage.Phase.ABSENT);
                // Whoever appends has stored a record; in COMMITTED the bodies are those of writers that were
                // overtaken.
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
