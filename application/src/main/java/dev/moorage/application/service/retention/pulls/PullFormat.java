package dev.moorage.application.service.retention.pulls;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The texts of records and summaries of pulls. The first line names the format, and the last one is {@code end}, so that a text that
 * was cut off is known.
 */
final class PullFormat {
    private static final String RECORD = "pulls 1";
    private static final String LOST = "pulls 1 lost";
    private static final String SUMMARY = "pull-summary 1";
    private static final String KNOWN = "pulls-known 1";
    private static final String END = "end";

    /**
     * What one server has recorded.
     *
     * @param isLost whether further pulls of the day were lost
     */
    record Recorded(List<Pull> pulls, boolean isLost) {}

    /**
     * The days of which pulls are known.
     *
     * @param since the first whole day
     * @param last the last day on which a server has recorded
     */
    record Known(LocalDate since, LocalDate last) {}

    private PullFormat() {}

    static byte[] record(Collection<Pull> pulls, boolean isLost) {
        List<String> lines = new ArrayList<>(List.of(isLost ? LOST : RECORD));
        pulls.forEach(pull -> lines.add(pull.toString()));
        return text(lines);
    }

    static Optional<Recorded> parseRecord(byte[] content) {
        Optional<List<String>> body = body(content, RECORD);
        Optional<List<String>> lines = body.isPresent() ? body : body(content, LOST);
        return lines.map(all -> new Recorded(
                all.stream().map(Pull::tryParse).flatMap(Optional::stream).toList(), body.isEmpty()));
    }

    static byte[] summary(Map<Pull, LocalDate> days) {
        List<String> lines = new ArrayList<>();
        Map<String, LocalDate> sorted = new TreeMap<>();
        days.forEach((pull, day) -> sorted.put(pull.toString(), day));
        sorted.forEach((pull, day) -> lines.add(pull + " " + day));
        lines.addFirst(SUMMARY);
        return text(lines);
    }

    static Optional<Map<Pull, LocalDate>> parseSummary(byte[] content) {
        Optional<List<String>> lines = body(content, SUMMARY);
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        Map<Pull, LocalDate> days = new HashMap<>();
        for (String line : lines.get()) {
            int space = line.lastIndexOf(' ');
            Optional<Pull> pull = space < 0 ? Optional.empty() : Pull.tryParse(line.substring(0, space));
            Optional<LocalDate> day = day(line.substring(space + 1));
            if (pull.isEmpty() || day.isEmpty()) {
                return Optional.empty();
            }
            days.put(pull.get(), day.get());
        }
        return Optional.of(days);
    }

    static byte[] known(Known known) {
        return text(List.of(KNOWN, known.since() + " " + known.last()));
    }

    static Optional<Known> parseKnown(byte[] content) {
        Optional<List<String>> lines = body(content, KNOWN);
        if (lines.isEmpty() || lines.get().size() != 1) {
            return Optional.empty();
        }
        String[] days = lines.get().getFirst().split(" ", -1);
        return days.length == 2
                ? day(days[0]).flatMap(since -> day(days[1]).map(last -> new Known(since, last)))
                : Optional.empty();
    }

    /** Parses a day such as 2026-11-30. */
    static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    private static byte[] text(List<String> lines) {
        return (String.join("\n", lines) + "\n" + END + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<List<String>> body(byte[] content, String first) {
        List<String> lines = new String(content, StandardCharsets.UTF_8).lines().toList();
        int last = lines.size() - 1;
        return last >= 1 && lines.getFirst().equals(first) && lines.get(last).equals(END)
                ? Optional.of(lines.subList(1, last))
                : Optional.empty();
    }
}
