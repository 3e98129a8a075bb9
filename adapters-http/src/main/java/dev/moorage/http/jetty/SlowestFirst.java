package dev.moorage.http.jetty;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Which requests make room for others: of those whose clients are waited for, the slowest. */
final class SlowestFirst {
    private SlowestFirst() {}

    /** A request, as far as it matters here. */
    interface Candidate {
        Pace pace();
    }

    private record Ranked<T>(T candidate, double rate) {}

    /** At most so many of them, the slowest first. */
    static <T extends Candidate> List<T> of(Collection<T> candidates, int count, long now) {
        return candidates.stream()
                .filter(candidate -> candidate.pace().isWaiting())
                .map(candidate -> new Ranked<>(candidate, candidate.pace().rate(now)))
                .sorted(Comparator.comparingDouble(Ranked::rate))
                .limit(count)
                .map(Ranked::candidate)
                .toList();
    }
}
