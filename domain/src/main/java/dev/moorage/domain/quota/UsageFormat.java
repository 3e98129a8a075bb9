package dev.moorage.domain.quota;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The texts of measurements and of what servers report, version 1: a first line with the form, a line for each fact, and a last
 * line with the number of facts. A text without its end is not read.
 */
public final class UsageFormat {
    private static final String MEASUREMENT = "moorage-usage 1";
    private static final String REPORT = "moorage-added 1";
    private static final String BEGUN = "begun";
    private static final String USED = "used";
    private static final String CONTAINS = "contains";
    private static final String ADDED = "added";
    private static final String END = "end";

    private UsageFormat() {}

    /** Returns the text of a measurement. */
    public static String format(Measurement measurement) {
        List<String> lines = new ArrayList<>();
        lines.add(BEGUN + " " + measurement.begun());
        new TreeMap<>(measurement.usage())
                .forEach((namespace, usage) -> lines.add(String.join(
                        " ",
                        USED,
                        namespace,
                        Long.toString(usage.bytes()),
                        Long.toString(usage.repositories()),
                        Long.toString(usage.tags()))));
        new TreeMap<>(measurement.contained())
                .forEach((server, namespaces) -> new TreeMap<>(namespaces)
                        .forEach((namespace, added) ->
                                lines.add(CONTAINS + " " + server + " " + line(namespace, added))));
        return frame(MEASUREMENT, lines);
    }

    /** Returns the text of what a server has added, by namespace. */
    public static String format(Map<String, Added> added) {
        List<String> lines = new ArrayList<>();
        new TreeMap<>(added).forEach((namespace, one) -> lines.add(ADDED + " " + line(namespace, one)));
        return frame(REPORT, lines);
    }

    private static String line(String namespace, Added added) {
        return namespace + " " + added.bytes() + " " + added.tags();
    }

    private static String frame(String first, List<String> lines) {
        StringBuilder text = new StringBuilder(first).append('\n');
        lines.forEach(line -> text.append(line).append('\n'));
        return text.append(END).append(' ').append(lines.size()).append('\n').toString();
    }

    /** Reads a measurement. Empty if the text is cut off, or of another version. */
    public static Optional<Measurement> measurement(String text) {
        Map<String, Usage> usage = new TreeMap<>();
        Map<String, Map<String, Added>> contained = new TreeMap<>();
        List<Instant> begun = new ArrayList<>();
        boolean read = read(MEASUREMENT, text, words -> {
            switch (words[0]) {
                case BEGUN -> begun.add(Instant.parse(words[1]));
                case USED -> usage.put(words[1], new Usage(number(words[2]), number(words[3]), number(words[4])));
                case CONTAINS ->
                    contained
                            .computeIfAbsent(words[1], _ -> new TreeMap<>())
                            .put(words[2], new Added(number(words[3]), number(words[4])));
                default -> throw new NoSuchElementException(words[0]);
            }
        });
        return read && begun.size() == 1
                ? Optional.of(new Measurement(begun.getFirst(), usage, contained))
                : Optional.empty();
    }

    /** Reads what a server has added. Empty if the text is cut off, or of another version. */
    public static Optional<Map<String, Added>> added(String text) {
        Map<String, Added> added = new TreeMap<>();
        boolean read = read(REPORT, text, words -> {
            if (!words[0].equals(ADDED)) {
                throw new NoSuchElementException(words[0]);
            }
            added.put(words[1], new Added(number(words[2]), number(words[3])));
        });
        return read ? Optional.of(added) : Optional.empty();
    }

    private interface Fact {
        void read(String[] words);
    }

    private static boolean read(String first, String text, Fact fact) {
        List<String> lines = text.lines().toList();
        int facts = lines.size() - 2;
        boolean whole = text.endsWith("\n")
                && facts >= 0
                && lines.getFirst().equals(first)
                && lines.getLast().equals(END + " " + facts);
        if (!whole) {
            return false;
        }
        try {
            lines.subList(1, facts + 1).forEach(line -> fact.read(line.split(" ", -1)));
            return true;
        } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException | NoSuchElementException _) {
            return false;
        }
    }

    private static long number(String text) {
        return Long.parseLong(text);
    }
}
