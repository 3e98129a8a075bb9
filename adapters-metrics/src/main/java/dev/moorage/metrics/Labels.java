package dev.moorage.metrics;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A counter whose label is an enumeration, with its values resolved once.
 *
 * @param <E> the values of the label
 */
final class Labels<E extends Enum<E>> {
    private final Map<E, CounterDataPoint> points;

    /** Resolves the values of a counter with one label. */
    Labels(Counter counter, Class<E> values) {
        this.points = new EnumMap<>(values);
        for (E value : values.getEnumConstants()) {
            points.put(value, counter.labelValues(word(value)));
        }
    }

    void inc(E value) {
        Objects.requireNonNull(points.get(value)).inc();
    }

    static Counter.Builder counter(String name, String help) {
        return Counter.builder().name(name).help(help).withoutExemplars();
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
