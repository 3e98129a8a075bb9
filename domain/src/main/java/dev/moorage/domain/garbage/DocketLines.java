package dev.moorage.domain.garbage;

import java.util.List;
import java.util.Optional;

/**
 * The frame of the docket's objects: a first line that names the form and its version, one fact a line, and a last line
 * with their number. A text that lacks its end, or has another version, is not read at all.
 */
final class DocketLines {
    private static final String END = "end ";

    private DocketLines() {}

    static String format(String first, List<String> lines) {
        StringBuilder text = new StringBuilder(first).append('\n');
        for (String line : lines) {
            text.append(line).append('\n');
        }
        return text.append(END).append(lines.size()).append('\n').toString();
    }

    static Optional<List<String>> parse(String first, String text) {
        List<String> lines = List.of(text.split("\n", -1));
        int count = lines.size() - 3;
        boolean whole = count >= 0
                && lines.getFirst().equals(first)
                && lines.get(count + 1).equals(END + count)
                && lines.getLast().isEmpty();
        return whole ? Optional.of(lines.subList(1, count + 1)) : Optional.empty();
    }

    /** Parses a number that is written as Java writes it, and not negative. */
    static Optional<Long> number(String text) {
        try {
            long value = Long.parseLong(text);
            return value >= 0 && Long.toString(value).equals(text) ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
