package dev.moorage.benchmarks.load.measure;

import java.util.Arrays;

/** The durations of many operations. */
public final class Latencies {
    private final long[] sortedNanos;

    /** @param nanos the durations in nanoseconds, by client */
    public Latencies(long[][] nanos) {
        this.sortedNanos =
                Arrays.stream(nanos).flatMapToLong(Arrays::stream).sorted().toArray();
        if (sortedNanos.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
    }

    /** The number of operations. */
    public int count() {
        return sortedNanos.length;
    }

    /**
     * The percentile of the durations in milliseconds, by nearest rank and without interpolation. The parameter is a
     * fraction from 0 to 1.
     */
    public double millis(double part) {
        int rank = (int) Math.ceil(part * sortedNanos.length);
        return sortedNanos[Math.max(0, rank - 1)] / 1e6;
    }

    /** A sample with the median and the 99th percentile. */
    public Sample sample() {
        return new Sample().with(Metric.P50, millis(0.50)).with(Metric.P99, millis(0.99));
    }
}
