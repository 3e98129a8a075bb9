package dev.moorage.bootstrap.config;

import java.util.List;
import java.util.function.Function;

/**
 * The part of the configuration that one feature owns: a record, its keys, and how the record is made of their values.
 *
 * @param type the record
 * @param keys every key that {@code reader} reads, in the order of the documentation
 */
public record ConfigSection<C extends Record>(Class<C> type, List<Key<?>> keys, Function<Values, C> reader) {
    public ConfigSection {
        keys = List.copyOf(keys);
    }

    /** Returns a section with these keys. */
    public static <C extends Record> ConfigSection<C> of(Class<C> type, Function<Values, C> reader, Key<?>... keys) {
        return new ConfigSection<>(type, List.of(keys), reader);
    }

    /** Returns the record of a configuration. Errors go to the problems of the values. */
    C read(Values values) {
        return reader.apply(values);
    }
}
