package dev.moorage.domain.garbage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The text of the docket's head, version 1: a line {@code <segment> <generation>} for each segment that was written. */
public final class DocketHeadFormat {
    private static final String FIRST = "moorage-docket-head 1";

    private DocketHeadFormat() {}

    /** Returns the text of a head. */
    public static String format(DocketHead head) {
        List<String> lines = new ArrayList<>();
        for (int segment = 0; segment < Removable.SEGMENTS; segment++) {
            if (head.published(segment) > 0) {
                lines.add(segment + " " + head.published(segment));
            }
        }
        return DocketLines.format(FIRST, lines);
    }

    /**
     * Parses a head. The result is empty if the text has another version or form. The caller then neither answers a push
     * nor removes anything.
     */
    public static Optional<DocketHead> parse(String text) {
        return DocketLines.parse(FIRST, text).flatMap(DocketHeadFormat::read);
    }

    private static Optional<DocketHead> read(List<String> lines) {
        DocketHead head = DocketHead.EMPTY;
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            Optional<Long> segment = DocketLines.number(words[0]);
            Optional<Long> generation = words.length == 2 ? DocketLines.number(words[1]) : Optional.empty();
            if (segment.isEmpty() || generation.isEmpty() || segment.get() >= Removable.SEGMENTS) {
                return Optional.empty();
            }
            int number = segment.get().intValue();
            if (generation.get() == 0 || head.published(number) != 0) {
                return Optional.empty();
            }
            head = head.publishing(number, generation.get());
        }
        return Optional.of(head);
    }
}
