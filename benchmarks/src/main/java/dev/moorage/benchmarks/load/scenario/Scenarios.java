package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.options.Option;
import dev.moorage.benchmarks.load.options.Options;
import java.util.List;
import java.util.stream.Stream;

/** All scenarios, with the sizes that were asked for. */
public final class Scenarios {
    private Scenarios() {}

    /**
     * The scenarios that were asked for, in that order.
     *
     * @throws IllegalArgumentException there is none of that name, or a size that cannot be read
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
