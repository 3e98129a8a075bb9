package dev.moorage.benchmarks.load.measure;

/**
 * The resources that a trial took.
 *
 * @param serverCpuSeconds user and system time of all processes of the server
 * @param clientCpuSeconds user and system time of this process
 * @param peakBytes the peak resident memory of the server during the trial
 */
public record Measured(double seconds, double serverCpuSeconds, double clientCpuSeconds, long peakBytes) {
    private static final double MIB = 1 << 20;
    private static final double GIB = 1 << 30;

    /** A sample of a trial that transferred {@code bytes} bytes. */
    public Sample transfer(long bytes) {
        return new Sample()
                .with(Metric.MIB_PER_SECOND, bytes / MIB / seconds)
                .with(Metric.SERVER_CPU_PER_GIB, serverCpuSeconds / (bytes / GIB))
                .with(Metric.CLIENT_CPU_PER_GIB, clientCpuSeconds / (bytes / GIB))
                .with(peak());
    }

    /** A sample of an external program that transferred {@code bytes} bytes. The program's own CPU time is not known. */
    public Sample program(long bytes) {
        return new Sample()
                .with(Metric.SECONDS, seconds)
                .with(Metric.SERVER_CPU_PER_GIB, serverCpuSeconds / (bytes / GIB))
                .with(peak());
    }

    /** A sample of many small operations. */
    public Sample operations(Latencies latencies) {
        return new Sample()
                .with(Metric.PER_SECOND, latencies.count() / seconds)
                .with(latencies.sample())
                .with(Metric.SERVER_CPU_PER_OPERATION, serverCpuSeconds * 1e6 / latencies.count())
                .with(Metric.CLIENT_CPU_PER_OPERATION, clientCpuSeconds * 1e6 / latencies.count())
                .with(peak());
    }

    /** A sample of the server's peak memory alone. */
    public Sample peak() {
        return new Sample().with(Metric.PEAK, peakBytes / MIB);
    }
}
