package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.measure.Measured;
import dev.moorage.benchmarks.load.measure.Sample;
import dev.moorage.benchmarks.load.server.ServerProcess;
import java.io.IOException;
import java.util.List;

/** Reads small content many times. */
record SmallReadLoad(SmallImage image, int connections, int count, Operations.Operation operation) implements Load {

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
        Clients clients = Clients.connect(server.endpoint(), connections);
        return List.of(new Reading(clients, new Operations(clients, count, operation)));
    }

    private record Reading(Clients clients, Operations operations) implements Trial {
        @Override
        public void run() throws IOException {
            operations.run();
        }

        @Override
        public void check() {
            // Every answer was compared when it arrived.
        }

        @Override
        public Sample sample(Measured measured) {
            return measured.operations(operations.latencies());
        }

        @Override
        public void close() throws IOException {
            clients.close();
        }
    }
}
