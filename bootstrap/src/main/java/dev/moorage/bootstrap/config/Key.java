package dev.moorage.bootstrap.config;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A key of the configuration. {@code docs/keys.md} has a row for each.
 *
 * @param path the names of the sections and of the key, joined by dots
 * @param type the kind of value, in one word
 * @param otherwise the value where the key is not set
 * @param shown the default as the documentation shows it
 * @param isOurs whether CNCF Distribution does not have the key
 * @param meaning what the value does, without a full stop
 * @param reading reads the value from the section that holds the key
 */
public record Key<T>(
        String path, String type, T otherwise, String shown, boolean isOurs, String meaning, Reading<T> reading) {
    public Key {
        Objects.requireNonNull(path);
        Objects.requireNonNull(type);
        Objects.requireNonNull(otherwise);
        Objects.requireNonNull(shown);
        Objects.requireNonNull(meaning);
        Objects.requireNonNull(reading);
    }

    /** Reads the value of a key. */
    public interface Reading<T> {
        /** Returns the value of the key with this name in a section, or {@code otherwise} where it is not set. */
        T read(Section section, String name, T otherwise);
    }

    /** Returns a key with one text as its value. */
    public static Key<String> text(String path, String otherwise, String meaning) {
        return of(
                path,
                "text",
                otherwise,
                code(otherwise),
                meaning,
                (section, name, text) -> section.text(name).orElse(text));
    }

    /** Returns a key with one text as its value, and without a default. */
    public static Key<Optional<String>> optional(String path, String meaning) {
        return of(path, "text", Optional.empty(), "none", meaning, (section, name, _) -> section.text(name));
    }

    /** Returns a key with a text or a list of texts as its value. */
    public static Key<List<String>> texts(String path, String meaning) {
        return of(path, "list", List.of(), "none", meaning, (section, name, _) -> section.texts(name));
    }

    /** Returns a key with {@code true} or {@code false} as its value. */
    public static Key<Boolean> flag(String path, boolean otherwise, String meaning) {
        return of(path, "flag", otherwise, code(String.valueOf(otherwise)), meaning, Section::flag);
    }

    /** Returns a key with a whole number as its value, which is at least {@code least}. */
    public static Key<Integer> number(String path, int otherwise, int least, String meaning) {
        return of(
                path,
                "number",
                otherwise,
                code(String.valueOf(otherwise)),
                meaning,
                (section, name, number) -> section.number(name, number, least));
    }

    /** Returns a key with a duration of Go as its value. */
    public static Key<Duration> duration(String path, Duration otherwise, String meaning) {
        return of(path, "duration", otherwise, code(text(otherwise)), meaning, Section::duration);
    }

    /** Returns a key with a value of another kind. */
    public static <T> Key<T> of(
            String path, String type, T otherwise, String shown, String meaning, Reading<T> reading) {
        return new Key<>(path, type, otherwise, shown, false, meaning, reading);
    }

    /** Returns this key as one that CNCF Distribution does not have. */
    public Key<T> ours() {
        return new Key<>(path, type, otherwise, shown, true, meaning, reading);
    }

    /** Returns this key with another description of its default. */
    public Key<T> showing(String text) {
        return new Key<>(path, type, otherwise, text, isOurs, meaning, reading);
    }

    private static String code(String value) {
        return "`" + value + "`";
    }

    private static String text(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds > 0 && seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds > 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
