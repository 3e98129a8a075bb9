package dev.moorage.bootstrap.drivers;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys of the record that a driver's configuration is bound to. */
final class Keys {
    private Keys() {}

    /** Returns the keys in the order of the record's components. */
    public static List<String> of(Class<? extends Record> type) {
        return Stream.of(type.getRecordComponents()).map(Keys::of).toList();
    }

    /** Returns the component's name, or the name that an annotation gives it, for example {@code max_retries}. */
    private static String of(RecordComponent component) {
        return Optional.ofNullable(component.getAccessor().getAnnotation(JsonProperty.class))
                .map(JsonProperty::value)
                .filter(name -> !name.isEmpty())
                .orElse(component.getName());
    }
}
