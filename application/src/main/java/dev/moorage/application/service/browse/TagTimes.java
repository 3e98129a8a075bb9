package dev.moorage.application.service.browse;

import dev.moorage.application.port.in.browse.TagRows.Row;
import dev.moorage.application.port.in.browse.TagSort;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * The order of tags by a time, the last one first, and by name where the times are the same. A place in it is written as the time in
 * milliseconds and the name. It is a place also when the tag is gone.
 */
final class TagTimes {
    private static final char MARK = '~';

    private final TagSort sort;

    TagTimes(TagSort sort) {
        this.sort = sort;
    }

    private record Place(long time, String name) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int times = Long.compare(other.time, time);
            return times != 0 ? times : name.compareTo(other.name);
        }
    }

    Comparator<Row> order() {
        return Comparator.comparing(this::place);
    }

    /** Whether a row comes after a place. A text that is no place comes before all rows. */
    boolean isAfter(Row row, String place) {
        int mark = place.indexOf(MARK);
        if (mark < 0) {
            return true;
        }
        try {
            Place parsed = new Place(Long.parseLong(place.substring(0, mark)), place.substring(mark + 1));
            return place(row).compareTo(parsed) > 0;
        } catch (NumberFormatException _) {
            return true;
        }
    }

    /** Returns the place of a row. */
    String written(Row row) {
        Place place = place(row);
        return Long.toString(place.time()) + MARK + place.name();
    }

    private Place place(Row row) {
        Optional<Instant> time =
                sort == TagSort.PUSHED ? row.pushed() : row.facts().flatMap(facts -> facts.created());
        return new Place(
                time.map(TagTimes::milliseconds).orElse(Long.MIN_VALUE),
                row.tag().value());
    }

    /** Clients choose the time of an image, so that it may be any. */
    private static long milliseconds(Instant time) {
        return Math.clamp(time.getEpochSecond(), Long.MIN_VALUE / 2000, Long.MAX_VALUE / 2000) * 1000
                + time.getNano() / 1_000_000;
    }
}
