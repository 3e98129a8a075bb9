package dev.moorage.domain.outbox;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * What may happen in one exploration.
 *
 * @param writers the replica that writes each event. A replica writes its events one after the other
 * @param endpoints how many endpoints want each event
 * @param poison the events that the receiver refuses each time, as bits
 * @param crashes how often a replica may be killed
 * @param failures how often the receiver may fail
 * @param expiries how often the lease may end, although its holder lives
 */
record Scenario(List<Integer> writers, int endpoints, int poison, int crashes, int failures, int expiries) {
    static final int REPLICAS = 2;
    static final int MAX_REFUSALS = 2;

    /** The events of a set of bits, with their keys. Events are numbered in the order of their keys. */
    List<EventKey> keys(int events) {
        return IntStream.range(0, writers.size())
                .filter(event -> (events & 1 << event) != 0)
                .mapToObj(this::key)
                .toList();
    }

    private EventKey key(int event) {
        return new EventKey(new UUID(event, 0), "0000000" + writers.get(event));
    }

    static int bits(List<EventKey> keys) {
        return keys.stream()
                .mapToInt(key -> 1 << key.id().getMostSignificantBits())
                .sum();
    }

    /** The events of the same writer that come before an event. */
    int before(int event) {
        return IntStream.range(0, event)
                .filter(other -> writers.get(other).equals(writers.get(event)))
                .map(other -> 1 << other)
                .sum();
    }
}
