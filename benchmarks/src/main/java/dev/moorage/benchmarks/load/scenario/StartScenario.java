package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.measure.Measured;
import dev.moorage.benchmarks.load.measure.Metric;
import dev.moorage.benchmarks.load.measure.Metric.Better;
import dev.moorage.benchmarks.load.measure.Sample;
import dev.moorage.benchmarks.load.server.Contender;
import dev.moorage.benchmarks.load.server.ProcessUsage;
import dev.moorage.benchmarks.load.server.ServerProcess;
import java.io.IOException;
import java.util.List;

/** Measures the time from a server's exec to its first answer, over an empty folder. */
record StartScenario(Workshop workshop) implements Scenario {
    private static final Metric TIME = new Metric("ms to the first 200", Better.LOWER);
    private static final Metric CPU = new Metric("server CPU ms to the first 200", Better.LOWER);

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String about() {
        return "from exec to the first 200 of GET /v2/, over an empty folder";
    }

    @Override
    public boolean includes(Contender contender) {
        return contender.takesPushes();
    }

    @Override
    public int warmups() {
        return workshop.warmups();
    }

    @Override
    public int rounds() {
        return workshop.rounds();
    }

    @Override
    public Experiment begin(List<Contender> contenders) {
        return new Experiment() {
            @Override
            public Sample round(Contender contender, boolean checks) throws IOException {
                try (ServerProcess server = contender.start(workshop.newSite(contender.name()))) {
                    ProcessUsage usage = server.usage();
                    return new Sample()
                            .with(TIME, server.startTime().toNanos() / 1e6)
                            .with(CPU, usage.cpuSeconds() * 1e3)
                            .with(new Measured(0, 0, 0, usage.peakBytes()).peak());
                }
            }

            @Override
            public void close() throws IOException {
                workshop.deleteSites();
            }
        };
    }
}
