package dev.moorage.bootstrap.access;

import java.util.List;
import java.util.Map;

/** A value of a YAML text with the line on which it begins, counted from 1. */
sealed interface Located {
    int line();

    /** A single value, as it is written. */
    record Text(int line, String value) implements Located {}

    /** No value: {@code null}, {@code ~}, or nothing. */
    record Nothing(int line) implements Located {}

    /** A list. */
    record Sequence(int line, List<Located> items) implements Located {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /** A mapping, in the order of the text. */
    record Mapping(int line, Map<Text, Located> entries) implements Located {}
}
