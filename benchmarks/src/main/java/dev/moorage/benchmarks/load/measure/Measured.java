package dev.moorage.benchmarks.load.measure;

/**
 * What something took.
 *
 * @param serverCpuSeconds of all the server's processes, user and system
 * @param clientCpuSeconds of this process
 * @param peakBytes the most memory that the server had resident while it went on
 */
public record Measured(double seconds, double serverCpuSeconds, double clientCpuSeconds, long peakBytes) {
    private static final double MIB = 1 << 20;
    private static final double GIB = 1 << 30;

    /** The figures of something that moved so many bytes. */
    public Sample transfer(long bytes) {
        return new Sample()
                .with(Metric.MIB_PER_SECOND, bytes / MIB / seconds)
                .with(Metric.SERVER_CPU_PER_GIB, serverCpuSeconds / (bytes / GIB))
                .with(Metric.CLIENT_CPU_PER_GIB, clientCpuSeconds / (bytes / GIB))
                .with(peak());
    }

    /** The figures of a program that moved so many bytes, and whose own processor time is not known. */
    public Sample program(long bytes) {
        return new Sample()
                .with(Metric.SECONDS, seconds)
                .with(Metric.SERVER_CPU_PER_GIB, serverCpuSeconds / (bytes / GIB))
                .with(peak());
    }

    /** The figures of many small operations. */
    public Sample operations(Latencies latencies) {
        return new Sample()
                .with(Metric.PER_SECOND, latencies.count() / seconds)
                .with(latencies.sample())
                .with(Metric.SERVER_CPU_PER_OPERATION, serverCpuSeconds * 1e6 / latencies.count())
                .with(Metric.CLIENT_CPU_PER_OPERATION, clientCpuSeconds * 1e6 / latencies.count())
                .with(peak());
    }

    /** The server's memory alone. */
    public Sample peak() {
        return new Sample().with(Metric.PEAK, peakBytes / MIB);
    }
}
