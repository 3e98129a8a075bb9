package dev.moorage.application.simulation;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Counts how often each event has met each phase of an upload. */
final class Coverage {
    /** The phases of {@code UploadPhase}, and the state without a stored session. */
    enum Phase {
        ABSENT,
        OPEN,
        APPENDING,
        SEALED,
        VERIFIED,
        PUBLISHED,
        COMMITTED,
        CANCELLED,
        EXPIRED
    }

    /** What can happen to an upload. */
    enum Event {
        START,
        APPEND,
        BYTES_DURABLE,
        BODY_ENDS,
        BODY_BREAKS,
        STATUS,
        FINISH,
        WRONG_DIGEST,
        BLOB_ALREADY_THERE,
        LINKED,
        NO_ANSWER,
        CANCEL,
        PURGE,
        CRASH,
        POWER_CUT
    }

    private final Map<Event, Map<Phase, Long>> counts = new EnumMap<>(Event.class);

    private final Map<Meeting, Long> meetings = new EnumMap<>(Meeting.class);

    /** What collectors and pushes do to each other. */
    enum Meeting {
        /** A collector has removed a blob. */
        REMOVED,
        /** That was before all was quiet. */
        REMOVED_BEFORE_QUIET,
        /** A collector has removed a blob while a request that pushes it was under way. */
        REMOVED_UNDER_A_PUSH,
        /** A push was answered 201 while a delete of its blob was on its way. */
        PUSHED_UNDER_A_DELETE
    }

    void count(Meeting meeting) {
        meetings.merge(meeting, 1L, Long::sum);
    }

    long of(Meeting meeting) {
        return meetings.getOrDefault(meeting, 0L);
    }

    /** Returns how often each meeting has happened. */
    String meetings() {
        return meetings.toString();
    }

    void count(Event event, Phase phase) {
        counts.computeIfAbsent(event, name -> new EnumMap<>(Phase.class)).merge(phase, 1L, Long::sum);
    }

    synchronized void add(Coverage other) {
        other.meetings.forEach((meeting, count) -> meetings.merge(meeting, count, Long::sum));
        other.counts.forEach((event, phases) ->
                phases.forEach((phase, count) -> counts.computeIfAbsent(event, name -> new EnumMap<>(Phase.class))
                        .merge(phase, count, Long::sum)));
    }

    /** Returns the pairs that were met, as {@code PHASE EVENT}. */
    Set<String> pairs() {
        Set<String> pairs = new TreeSet<>();
        counts.forEach((event, phases) -> phases.keySet().forEach(phase -> pairs.add(phase + " " + event)));
        return pairs;
    }

    @Override
    public String toString() {
        StringBuilder table = new StringBuilder(String.format("%-20s", ""));
        for (Phase phase : Phase.values()) {
            table.append(String.format("%11s", phase));
        }
        for (Event event : Event.values()) {
            table.append(String.format("%n%-20s", event));
            for (Phase phase : Phase.values()) {
                long count = counts.getOrDefault(event, Map.of()).getOrDefault(phase, 0L);
                table.append(String.format("%11s", count == 0 ? "-" : Long.toString(count)));
            }
        }
        return table.toString();
    }
}
