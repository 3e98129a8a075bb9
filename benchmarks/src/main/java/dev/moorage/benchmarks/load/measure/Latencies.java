package dev.moorage.benchmarks.load.measure;

import java.util.Arrays;

/** How long each of many operations took. */
public final class Latencies {
    private final long[] sortedNanos;

    /**
     * @param nanos the operations of each client
     */
    public Latencies(long[][] nanos) {
        this.sortedNanos =
                Arrays.stream(nanos).flatMapToLong(Arrays::stream).sorted().toArray();
        if (sortedNanos.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
    }

    /** How many there were. */
    public int count() {
        return sortedNanos.length;
    }

    /** The time in which so much of all operations were done, in milliseconds: the nearest rank, nothing in between. */
    public double millis(double part) {
        int rank = (int) Math.ceil(part * sortedNanos.length);
        return sortedNanos[Math.max(0, rank - 1)] / 1e6;
    }

    /** The median and the 99th percentile. */
    public Sample sample() {
        return new Sample().with(Metric.P50, millis(0.50)).with(Metric.P99, millis(0.99));
    }
}
