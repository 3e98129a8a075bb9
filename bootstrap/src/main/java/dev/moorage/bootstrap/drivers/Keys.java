package dev.moorage.bootstrap.drivers;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys of the record that a driver's configuration is bound to. */
final class Keys {
    private Keys() {}

    /** In the order of the record. */
    static List<String> of(Class<? extends Record> type) {
        return Stream.of(type.getRecordComponents()).map(Keys::of).toList();
    }

    /** The component's name, or what stands for one that Java would not spell so, such as {@code max_retries}. */
    private static String of(RecordComponent component) {
        return Optional.ofNullable(component.getAccessor().getAnnotation(JsonProperty.class))
                .map(JsonProperty::value)
                .filter(name -> !name.isEmpty())
                .orElse(component.getName());
    }
}
