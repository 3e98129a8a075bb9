package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.client.RegistryClient;
import dev.moorage.benchmarks.load.measure.Latencies;
import dev.moorage.benchmarks.load.measure.Measured;
import dev.moorage.benchmarks.load.measure.Metric;
import dev.moorage.benchmarks.load.measure.Sample;
import dev.moorage.benchmarks.load.server.ServerProcess;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;

/** Measures other clients while large blobs are pushed. */
record BesidePushesLoad(SmallImage image, PushLoad pushes, int connections) implements Load {
    @Override
    public boolean leavesBlobs() {
        return true;
    }

    @Override
    public void prepare(ServerProcess server) {
        // The blobs of a round are deleted after it, those of the image too, so the image is pushed in each round.
    }

    @Override
    public List<Trial> trials(ServerProcess server) throws IOException {
        image.push(server);
        return List.of(
                new Beside(image, pushes, pushes.trial(server), Clients.connect(server.endpoint(), connections)));
    }

    private static final class Beside implements Trial {
        private static final Metric PUSHED = new Metric("pushed meanwhile, MiB/s", Metric.Better.HIGHER);
        private static final Metric SLOWEST = new Metric("slowest, ms", Metric.Better.LOWER);

        private final SmallImage image;
        private final PushLoad pushes;
        private final Trial pushing;
        private final Clients clients;
        private final long[][] nanos;

        Beside(SmallImage image, PushLoad pushes, Trial pushing, Clients clients) {
            this.image = image;
            this.pushes = pushes;
            this.pushing = pushing;
            this.clients = clients;
            this.nanos = new long[clients.count()][];
        }

        @Override
        public void run() throws IOException {
            AtomicBoolean pushed = new AtomicBoolean();
            Parallel.run(1 + clients.count(), i -> {
                if (i > 0) {
                    nanos[i - 1] = askUntil(pushed, clients.get(i - 1));
                    return;
                }
                try {
                    pushing.run();
                } finally {
                    pushed.set(true);
                }
            });
        }

        private long[] askUntil(AtomicBoolean pushed, RegistryClient client) throws IOException {
            LongStream.Builder each = LongStream.builder();
            long before = System.nanoTime();
            while (!pushed.get()) {
                image.getManifest(client);
                long after = System.nanoTime();
                each.add(after - before);
                before = after;
            }
            return each.build().toArray();
        }

        @Override
        public void check() throws IOException {
            pushing.check();
        }

        @Override
        public Sample sample(Measured measured) {
            Latencies latencies = new Latencies(nanos);
            double pushedMib = (double) pushes.count() * pushes.size() / (1 << 20);
            return measured.operations(latencies)
                    .with(SLOWEST, latencies.millis(1))
                    .with(PUSHED, pushedMib / measured.seconds());
        }

        @Override
        public void close() throws IOException {
            clients.close();
            pushing.close();
        }
    }
}
