package dev.moorage.bootstrap.drivers;

import dev.moorage.storage.spi.config.ConfigKey;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A key of the record that a driver's configuration is bound to.
 *
 * @param name the name below {@code storage.<type>}, with the names of the records that it is in: {@code credentials.secret}
 * @param type the simple name of the value's type, in small letters
 * @param description what the driver says of the key. Empty where it says nothing
 */
public record DriverKey(String name, String type, String description) {
    /** Returns the keys in the order of the record's components. A key that is a record is followed by its own keys. */
    static List<DriverKey> of(Class<?> record) {
        return Stream.of(record.getRecordComponents()).flatMap(DriverKey::of).toList();
    }

    private static Stream<DriverKey> of(RecordComponent component) {
        Optional<ConfigKey> declared = Optional.ofNullable(component.getAnnotation(ConfigKey.class));
        String name =
                declared.map(ConfigKey::value).filter(other -> !other.isEmpty()).orElse(component.getName());
        DriverKey key = new DriverKey(
                name,
                word(component.getType()),
                declared.map(ConfigKey::description).orElse(""));
        Stream<DriverKey> inner = isGroup(component.getType())
                ? of(component.getType()).stream()
                        .map(each -> new DriverKey(name + "." + each.name(), each.type(), each.description()))
                : Stream.of();
        return Stream.concat(Stream.of(key), inner);
    }

    private static boolean isGroup(Class<?> type) {
        return type.isRecord() && !type.getPackageName().startsWith("dev.moorage.storage.spi.");
    }

    private static String word(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "String" -> "text";
            case "Integer", "int", "Long", "long" -> "number";
            case "Boolean", "boolean" -> "flag";
            case "Duration" -> "duration";
            case "DataSize" -> "size";
            default -> isGroup(type) ? "mapping" : type.isEnum() ? "word" : "value";
        };
    }

    /** Whether the key is directly below {@code storage.<type>}. */
    boolean isOuter() {
        return name.indexOf('.') < 0;
    }
}
