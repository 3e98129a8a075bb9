package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.measure.Measured;
import dev.moorage.benchmarks.load.server.ProcessUsage;
import dev.moorage.benchmarks.load.server.ServerProcess;
import java.io.IOException;

/** Measures the time, the CPU time and the memory of a trial. */
final class Meter {
    private Meter() {}

    static Measured measure(ServerProcess server, Trial trial) throws IOException {
        long self = ProcessHandle.current().pid();
        server.resetPeak();
        ProcessUsage serverBefore = server.usage();
        double clientBefore = ProcessUsage.cpuSecondsOf(self);
        long start = System.nanoTime();
        trial.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        double client = ProcessUsage.cpuSecondsOf(self) - clientBefore;
        ProcessUsage serverAfter = server.usage();
        return new Measured(
                seconds, serverAfter.cpuSeconds() - serverBefore.cpuSeconds(), client, serverAfter.peakBytes());
    }
}
