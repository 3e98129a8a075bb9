package dev.moorage.application.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.simulation.store.Weakness;
import dev.moorage.domain.upload.WeakenedProtocol;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** Switches each guard off. The simulation then finds the invariant that breaks. */
class GuardsOffTest {
    private static final long SEEDS = 300;
    private static final long SEEDS_THAT_FIND_NOTHING = 12;

    /** Guards of the protocol that the services check a second time, and how. */
    private static final Map<String, String> HELD_TWICE = Map.of(
            "TOKEN_MATCHES_PATH", "each service compares the token with the path before it asks the protocol",
            "GENERATION_IS_MINE", "a record is replaced only in the version that the writer knows",
            "ORDER_OF_COMMIT", "the commit is written down in that order",
            "PURGE_ONLY_IDLE", "a purge looks at the age before it asks the protocol");

    @Test
    void whatADriverDoesWrongIsFound() throws InterruptedException {
        for (Weakness weakness : Weakness.values()) {
            Optional<Simulation.Broken> broken =
                    run(SEEDS, seed -> settings(weakness, seed).with(weakness));
            assertThat(broken).as("%s", weakness).isPresent();
            System.out.println(weakness + ": " + broken.get().summary());
        }
    }

    private static Settings settings(Weakness weakness, long seed) {
        Settings settings = Settings.of(seed);
        return weakness.isOfCollections() ? settings.with(Settings.Garbage.PUSHED_AGAIN) : settings;
    }

    @Test
    void aGuardOfTheProtocolThatIsOffIsFoundUnlessItIsHeldTwice() throws InterruptedException {
        for (String guard : WeakenedProtocol.guards()) {
            boolean twice = HELD_TWICE.containsKey(guard);
            Optional<Simulation.Broken> broken = run(
                    twice ? SEEDS_THAT_FIND_NOTHING : SEEDS,
                    seed -> Settings.of(seed).with(WeakenedProtocol.without(guard)));
            assertThat(broken.isPresent()).as(guard).isNotEqualTo(twice);
            System.out.println(
                    guard + ": " + broken.map(Simulation.Broken::summary).orElseGet(() -> HELD_TWICE.get(guard)));
        }
    }

    private static Optional<Simulation.Broken> run(long seeds, LongFunction<Settings> settings)
            throws InterruptedException {
        return new Simulation(1, settings).run(seeds);
    }
}
