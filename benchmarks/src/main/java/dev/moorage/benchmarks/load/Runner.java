package dev.moorage.benchmarks.load;

import dev.moorage.benchmarks.load.measure.Sample;
import dev.moorage.benchmarks.load.report.Result;
import dev.moorage.benchmarks.load.scenario.Experiment;
import dev.moorage.benchmarks.load.scenario.Scenario;
import dev.moorage.benchmarks.load.server.Contender;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/**
 * Runs a scenario round by round, with one contender after the other in each round, so that changes on the machine affect
 * all contenders.
 */
final class Runner {
    private final PrintStream progress;

    Runner(PrintStream progress) {
        this.progress = progress;
    }

    Result run(Scenario scenario, List<Contender> contenders) throws IOException {
        Result result = new Result(scenario.name(), scenario.about());
        progress.println(scenario.name() + ": " + scenario.about());
        try (Experiment experiment = scenario.begin(contenders)) {
            for (int i = 0; i < scenario.warmups() + scenario.rounds(); i++) {
                boolean counts = i >= scenario.warmups();
                for (Contender contender : contenders) {
                    Sample sample = experiment.round(contender, i == 0);
                    progress.println((counts ? "  round " : "  warm-up ") + contender.name() + ": " + sample);
                    if (counts) {
                        result.add(contender.name(), sample);
                    }
                }
            }
        }
        return result;
    }
}
