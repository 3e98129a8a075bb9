package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.options.Option;
import dev.moorage.benchmarks.load.options.Options;
import java.util.List;
import java.util.stream.Stream;

/** All scenarios, with the sizes from the options. */
public final class Scenarios {
    private Scenarios() {}

    /**
     * Returns the scenarios that the options name, in that order.
     *
     * @throws IllegalArgumentException a scenario is unknown, or a size cannot be parsed
     */
    public static List<Scenario> chosen(Options options, Workshop workshop) {
        TransferScenarios transfers = new TransferScenarios(options, workshop);
        List<Scenario> all = Stream.of(
                        transfers.blobs(),
                        new RequestScenarios(options, workshop).all(),
                        transfers.image(),
                        List.of(transfers.besidePushes(), new StartScenario(workshop), transfers.memory()),
                        transfers.versions())
                .flatMap(List::stream)
                .toList();
        List<String> names = options.list(Option.ONLY);
        return names.isEmpty()
                ? all
                : names.stream().map(name -> named(all, name)).toList();
    }

    private static Scenario named(List<Scenario> all, String name) {
        return all.stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no scenario " + name + "; there are "
                        + all.stream().map(Scenario::name).toList()));
    }
}
