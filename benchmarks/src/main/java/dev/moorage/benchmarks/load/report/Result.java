package dev.moorage.benchmarks.load.report;

import dev.moorage.benchmarks.load.measure.Metric;
import dev.moorage.benchmarks.load.measure.Sample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/** The samples of a scenario's counted rounds, by contender. */
public final class Result {
    private final String scenario;
    private final String about;
    private final Map<String, List<Sample>> samples = new LinkedHashMap<>();

    public Result(String scenario, String about) {
        this.scenario = scenario;
        this.about = about;
    }

    /** Adds the sample of one round. */
    public void add(String contender, Sample sample) {
        samples.computeIfAbsent(contender, _ -> new ArrayList<>()).add(sample);
    }

    String scenario() {
        return scenario;
    }

    String about() {
        return about;
    }

    SequencedSet<Metric> metrics() {
        SequencedSet<Metric> metrics = new LinkedHashSet<>();
        samples.values().forEach(rounds -> rounds.forEach(sample -> metrics.addAll(sample.metrics())));
        return metrics;
    }

    /** The values of a contender in the order of the rounds, or an empty list when it took no part. */
    List<Double> values(String contender, Metric metric) {
        return samples.getOrDefault(contender, List.of()).stream()
                .map(sample -> sample.value(metric))
                .flatMap(Optional::stream)
                .toList();
    }
}
