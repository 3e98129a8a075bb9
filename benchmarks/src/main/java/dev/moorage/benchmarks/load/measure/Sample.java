package dev.moorage.benchmarks.load.measure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/** The figures of one round of a scenario, in the order of the report. */
public final class Sample {
    private final LinkedHashMap<Metric, Double> values = new LinkedHashMap<>();

    /** Adds a figure. */
    public Sample with(Metric metric, double value) {
        values.put(metric, value);
        return this;
    }

    /** Adds all figures of another sample. */
    public Sample with(Sample other) {
        values.putAll(other.values);
        return this;
    }

    /** Returns the same figures, labelled with the trial that they belong to. */
    public Sample named(String what) {
        Sample named = new Sample();
        values.forEach((metric, value) -> named.values.put(metric.of(what), value));
        return named;
    }

    /** The metrics in this sample, in order. */
    public SequencedSet<Metric> metrics() {
        return values.sequencedKeySet();
    }

    /** The value of a metric, or empty when it was not measured. */
    public Optional<Double> value(Metric metric) {
        return Optional.ofNullable(values.get(metric));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<Metric, Double> entry : values.entrySet()) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(entry.getKey().label())
                    .append(' ')
                    .append(Figure.format(entry.getValue()));
        }
        return text.toString();
    }
}
