package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.measure.Metric;
import dev.moorage.benchmarks.load.measure.Metric.Better;
import dev.moorage.benchmarks.load.measure.Sample;
import dev.moorage.benchmarks.load.options.ByteSize;
import dev.moorage.benchmarks.load.server.Contender;
import dev.moorage.benchmarks.load.server.ServerProcess;
import dev.moorage.benchmarks.load.server.Site;
import java.io.IOException;
import java.util.List;

/** Measures the peak memory of a fresh server during pushes, for several sizes and numbers of blobs. */
record MemoryScenario(Workshop workshop, List<PushLoad> loads) implements Scenario {
    private static final double MIB = 1 << 20;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String about() {
        return "the most memory that is resident from start to end, of a server that was started for each of these pushes";
    }

    @Override
    public boolean includes(Contender contender) {
        return contender.takesPushes();
    }

    @Override
    public int warmups() {
        return 0;
    }

    @Override
    public int rounds() {
        return 1;
    }

    @Override
    public Experiment begin(List<Contender> contenders) {
        return new Experiment() {
            @Override
            public Sample round(Contender contender, boolean checks) throws IOException {
                Sample sample = new Sample();
                for (PushLoad load : loads) {
                    sample.with(metric(load), peak(contender, load, checks) / MIB);
                }
                return sample;
            }

            @Override
            public void close() throws IOException {
                workshop.deleteSites();
            }
        };
    }

    private double peak(Contender contender, PushLoad load, boolean checks) throws IOException {
        Site site = workshop.newSite(contender.name());
        try (ServerProcess server = contender.start(site);
                Trial trial = load.trial(server)) {
            trial.run();
            double peak = server.usage().peakBytes();
            if (checks) {
                trial.check();
            }
            return peak;
        } finally {
            site.deleteBlobs();
            workshop.refillPageCache();
        }
    }

    private static Metric metric(PushLoad load) {
        return new Metric(
                "peak memory MiB, " + load.count() + " × " + ByteSize.format(load.size()) + " pushed", Better.LOWER);
    }
}
