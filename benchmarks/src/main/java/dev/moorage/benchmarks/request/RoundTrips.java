package dev.moorage.benchmarks.request;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Counts requests and round trips. Each request waits until no other request has come for a while. Then all waiting requests
 * proceed together, as one round trip. The number of round trips is therefore that of a store whose requests all take the same
 * time. A thread that is late because the machine is busy adds a round trip, so the least of several measurements counts.
 */
final class RoundTrips implements Consumer<String> {
    private static final long NANOS_IN_A_MILLISECOND = 1_000_000;

    private long quietNanos;
    private boolean measuring;
    private final List<List<String>> passed = new ArrayList<>();
    private List<String> waiting = new ArrayList<>();
    private long lastArrival;

    /**
     * Starts to count from 0.
     *
     * @param quiet the time without another request after which the waiting ones proceed
     */
    synchronized void begin(Duration quiet) {
        quietNanos = quiet.toNanos();
        measuring = true;
        passed.clear();
    }

    /** Stops to count. Later requests do not wait. */
    synchronized RequestCost end() {
        measuring = false;
        return new RequestCost(passed.stream().mapToInt(List::size).sum(), passed.size());
    }

    /** The S3 operations of the last measurement, with a bar between round trips. */
    synchronized String trace() {
        return passed.stream().map(trip -> String.join(" ", trip)).collect(Collectors.joining(" | "));
    }

    /** Receives a request. Returns when the request may proceed. */
    @Override
    public synchronized void accept(String operation) {
        if (!measuring) {
            return;
        }
        waiting.add(operation);
        lastArrival = System.nanoTime();
        int begun = passed.size();
        while (passed.size() == begun) {
            long left = quietNanos - (System.nanoTime() - lastArrival);
            if (left <= 0) {
                passed.add(waiting);
                waiting = new ArrayList<>();
                notifyAll();
                return;
            }
            try {
                wait(left / NANOS_IN_A_MILLISECOND + 1);
            } catch (InterruptedException e) {
                throw new IllegalStateException("a measured request was interrupted", e);
            }
        }
    }
}
