package dev.moorage.benchmarks.collection;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;

/** The most that lives on the heap, of samples that are taken during some work. Each sample collects the JVM's garbage first. */
final class LiveHeap {
    private static final double MIB = 1 << 20;
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private final long before = live();
    private long most = before;
    private long last = System.nanoTime();
    private int samples;

    private long live() {
        System.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    /** Takes a sample, unless the last one was taken a short time ago. */
    synchronized void sample() {
        if (samples == 0 || System.nanoTime() - last > BETWEEN.toNanos()) {
            most = Math.max(most, live());
            last = System.nanoTime();
            samples++;
        }
    }

    /** Returns the most of all samples above what there was at the beginning, in MiB. */
    synchronized double aboveIdleMib() {
        return (most - before) / MIB;
    }

    /** Returns how many samples there are. */
    synchronized int samples() {
        return samples;
    }
}
