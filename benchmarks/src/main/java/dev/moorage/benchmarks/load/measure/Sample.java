package dev.moorage.benchmarks.load.measure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/** What one round of a scenario came to, in the order in which it is to be told. */
public final class Sample {
    private final LinkedHashMap<Metric, Double> values = new LinkedHashMap<>();

    /** Adds a figure. */
    public Sample with(Metric metric, double value) {
        values.put(metric, value);
        return this;
    }

    /** Adds the figures of another. */
    public Sample with(Sample other) {
        values.putAll(other.values);
        return this;
    }

    /** The same figures, of one of several things that are measured. */
    public Sample named(String what) {
        Sample named = new Sample();
        values.forEach((metric, value) -> named.values.put(metric.of(what), value));
        return named;
    }

    /** What was measured. */
    public SequencedSet<Metric> metrics() {
        return values.sequencedKeySet();
    }

    /** The figure; empty where it was not measured. */
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
