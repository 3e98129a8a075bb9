package dev.moorage.http.jetty.limit;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Chooses the requests that make room for others: the slowest of those whose clients the server waits for. */
public final class SlowestFirst {
    private SlowestFirst() {}

    /** A request that may be chosen. */
    public interface Candidate {
        Pace pace();
    }

    private record Ranked<T>(T candidate, double rate) {}

    /** Returns at most {@code count} of the requests, the slowest first. */
    public static <T extends Candidate> List<T> of(Collection<T> candidates, int count, long now) {
        return candidates.stream()
                .filter(candidate -> candidate.pace().isWaiting())
                .map(candidate -> new Ranked<>(candidate, candidate.pace().rate(now)))
                .sorted(Comparator.comparingDouble(Ranked::rate))
                .limit(count)
                .map(Ranked::candidate)
                .toList();
    }
}
