package dev.moorage.benchmarks.load.measure;

/**
 * A metric of the report.
 *
 * @param label the name of the metric, with its unit
 */
public record Metric(String label, Better better) {
    public static final Metric MIB_PER_SECOND = new Metric("MiB/s", Better.HIGHER);
    public static final Metric SECONDS = new Metric("seconds", Better.LOWER);
    public static final Metric SERVER_CPU_PER_GIB = new Metric("server CPU s/GiB", Better.LOWER);
    public static final Metric CLIENT_CPU_PER_GIB = new Metric("client CPU s/GiB", Better.NEITHER);
    public static final Metric SERVER_CPU_PER_OPERATION = new Metric("server CPU µs each", Better.LOWER);
    public static final Metric CLIENT_CPU_PER_OPERATION = new Metric("client CPU µs each", Better.NEITHER);
    public static final Metric PER_SECOND = new Metric("operations/s", Better.HIGHER);
    public static final Metric P50 = new Metric("p50 ms", Better.LOWER);
    public static final Metric P99 = new Metric("p99 ms", Better.LOWER);
    public static final Metric PEAK = new Metric("peak memory MiB", Better.LOWER);

    /** Whether higher or lower values are better. */
    public enum Better {
        HIGHER(" ↑"),
        LOWER(" ↓"),
        /** Neither is better. The metric describes the measurement itself. */
        NEITHER("");

        private final String sign;

        Better(String sign) {
            this.sign = sign;
        }
    }

    /** Returns the same metric, labelled with one of several trials. */
    Metric of(String what) {
        return new Metric(what + ": " + label, better);
    }

    /** The title in a table. An arrow shows which direction is better. */
    public String title() {
        return label + better.sign;
    }
}
