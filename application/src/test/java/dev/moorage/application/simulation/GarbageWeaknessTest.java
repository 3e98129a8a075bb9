package dev.moorage.application.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.simulation.store.Weakness;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GarbageWeaknessTest {
    @ParameterizedTest
    @EnumSource(
            value = Weakness.class,
            names = {"DELETE_IGNORES_GUARD", "DELETE_LANDS_AFTER_UNTIL", "LISTS_WITHOUT_NEW"})
    void found(Weakness weakness) throws InterruptedException {
        long begun = System.nanoTime();
        Simulation simulation = new Simulation(1, seed -> Settings.of(seed).with(weakness));
        Optional<Simulation.Broken> broken = simulation.run(60);
        System.out.println(weakness + ": " + broken.map(Simulation.Broken::summary) + " " + simulation.steps() + " "
                + (System.nanoTime() - begun) / 1_000_000 + " ms");
        assertThat(broken).isPresent();
    }
}
