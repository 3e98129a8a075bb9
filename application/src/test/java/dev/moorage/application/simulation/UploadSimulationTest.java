package dev.moorage.application.simulation;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class UploadSimulationTest {
    @Test
    void nothingBreaksWhateverHappens() throws InterruptedException {
        long steps = Long.getLong("moorage.simulation.steps", 200_000);
        long start = System.nanoTime();
        Simulation simulation = new Simulation(Long.getLong("moorage.simulation.seed", 1), Settings::of);
        Optional<Simulation.Broken> broken = simulation.run(steps, Long.MAX_VALUE / 2);
        System.out.println(simulation.coverage());
        System.out.println(simulation.leftovers());
        System.out.println(simulation.steps() + " steps in " + (System.nanoTime() - start) / 1_000_000 + " ms");
        if (broken.isPresent()) {
            throw broken.get().error();
        }
    }
}
