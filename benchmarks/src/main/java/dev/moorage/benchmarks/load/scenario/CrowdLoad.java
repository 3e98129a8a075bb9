package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.client.RegistryClient;
import dev.moorage.benchmarks.load.measure.Measured;
import dev.moorage.benchmarks.load.measure.Metric;
import dev.moorage.benchmarks.load.measure.Sample;
import dev.moorage.benchmarks.load.server.ServerProcess;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Measures some clients while very many others hold idle connections. */
record CrowdLoad(SmallImage image, int crowd, Arrival arrival, int connections, int count) implements Load {
    private static final int ARRIVING_AT_ONCE = 16;

    /** The step of each idle client before it becomes idle. */
    @FunctionalInterface
    interface Arrival {
        void arrive(RegistryClient client) throws IOException;
    }

    @Override
    public boolean leavesBlobs() {
        return false;
    }

    @Override
    public void prepare(ServerProcess server) throws IOException {
        image.push(server);
    }

    @Override
    public List<Trial> trials(ServerProcess server) throws IOException {
        AtomicReferenceArray<RegistryClient> waiting = new AtomicReferenceArray<>(crowd);
        Parallel.run(ARRIVING_AT_ONCE, first -> {
            for (int i = first; i < crowd; i += ARRIVING_AT_ONCE) {
                RegistryClient client = RegistryClient.connectSmall(server.endpoint());
                waiting.set(i, client);
                arrival.arrive(client);
            }
        });
        Clients clients = Clients.connect(server.endpoint(), connections);
        return List.of(
                new Beside(waiting, clients, new Operations(clients, count, (client, _) -> image.getManifest(client))));
    }

    private record Beside(AtomicReferenceArray<RegistryClient> crowd, Clients clients, Operations operations)
            implements Trial {
        private static final Metric STILL_THERE = new Metric("of the crowd still connected", Metric.Better.NEITHER);

        @Override
        public void run() throws IOException {
            operations.run();
        }

        @Override
        public void check() throws IOException {
            if (quiet() == 0) {
                throw new IOException("the server has ended every connection of the crowd");
            }
        }

        @Override
        public Sample sample(Measured measured) throws IOException {
            return measured.operations(operations.latencies()).with(STILL_THERE, quiet());
        }

        private int quiet() throws IOException {
            int quiet = 0;
            for (int i = 0; i < crowd.length(); i++) {
                quiet += crowd.get(i).isQuiet() ? 1 : 0;
            }
            return quiet;
        }

        @Override
        public void close() throws IOException {
            clients.close();
            for (int i = 0; i < crowd.length(); i++) {
                crowd.get(i).close();
            }
        }
    }
}
