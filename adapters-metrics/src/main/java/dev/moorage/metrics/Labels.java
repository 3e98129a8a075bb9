package dev.moorage.metrics;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import java.util.Arrays;
import java.util.Locale;

/** Counters whose label values are those of an enumeration, resolved once. */
final class Labels {
    private Labels() {}

    static Counter.Builder counter(String name, String help) {
        return Counter.builder().name(name).help(help).withoutExemplars();
    }

    /** Returns the data points of a counter with one label, in the order of the values. */
    static CounterDataPoint[] resolved(Counter counter, Enum<?>[] values) {
        return Arrays.stream(values).map(Labels::word).map(counter::labelValues).toArray(CounterDataPoint[]::new);
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
