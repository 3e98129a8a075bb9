package dev.moorage.domain.outbox;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The key of an event: its identifier, and the process that has written it. Keys sort as their texts do. Those of one
 * writer are in the order in which it made them, because the identifiers are UUIDs of version 7 (RFC 9562, section 5.7).
 *
 * @param id the identifier, which receivers see. It is the same for each delivery
 * @param writer eight hexadecimal digits, random for each process
 */
public record EventKey(UUID id, String writer) implements Comparable<EventKey> {
    private static final Pattern TEXT =
            Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.([0-9a-f]{8})");
    private static final Pattern WRITER = Pattern.compile("[0-9a-f]{8}");

    public EventKey {
        Objects.requireNonNull(id);
        if (!WRITER.matcher(writer).matches()) {
            throw new IllegalArgumentException("a writer is eight hexadecimal digits");
        }
    }

    /** Parses a key. The result is empty for a text of another form. */
    public static Optional<EventKey> tryParse(String text) {
        var match = TEXT.matcher(text);
        return match.matches()
                ? Optional.of(new EventKey(UUID.fromString(match.group(1)), match.group(2)))
                : Optional.empty();
    }

    @Override
    public int compareTo(EventKey other) {
        return toString().compareTo(other.toString());
    }

    /** Returns the text, {@code <id>.<writer>}. */
    @Override
    public String toString() {
        return id + "." + writer;
    }
}
