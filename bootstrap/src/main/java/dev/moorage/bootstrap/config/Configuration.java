package dev.moorage.bootstrap.config;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A valid configuration: the record of each section. */
public final class Configuration {
    private final Map<Class<?>, Record> records;

    Configuration(List<? extends Record> records) {
        this.records = records.stream().collect(Collectors.toMap(Record::getClass, Function.identity()));
    }

    /** Returns the record of a section. */
    public <C extends Record> C get(Class<C> type) {
        return type.cast(Objects.requireNonNull(records.get(type), type::getName));
    }
}
