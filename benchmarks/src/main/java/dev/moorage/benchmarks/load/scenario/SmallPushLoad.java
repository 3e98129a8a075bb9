package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.client.Content;
import dev.moorage.benchmarks.load.measure.Measured;
import dev.moorage.benchmarks.load.measure.Sample;
import dev.moorage.benchmarks.load.server.ServerProcess;
import java.io.IOException;
import java.util.List;

/** Pushes small blobs, each with a POST and a PUT. All blobs are different. */
record SmallPushLoad(Workshop workshop, int connections, int count, long size) implements Load {
    private static final String REPOSITORY = "load/small-push";

    @Override
    public boolean leavesBlobs() {
        return true;
    }

    @Override
    public void prepare(ServerProcess server) {
        // Every round makes its own blobs.
    }

    @Override
    public List<Trial> trials(ServerProcess server) throws IOException {
        List<Content> contents = workshop.contents().make(size, count);
        Clients clients = Clients.connect(server.endpoint(), connections);
        Operations operations =
                new Operations(clients, count, (client, index) -> client.pushWhole(REPOSITORY, contents.get(index)));
        return List.of(new Pushing(contents, clients, operations));
    }

    private record Pushing(List<Content> contents, Clients clients, Operations operations) implements Trial {
        @Override
        public void run() throws IOException {
            operations.run();
        }

        @Override
        public void check() throws IOException {
            for (Content content : contents.subList(0, operations.latencies().count())) {
                clients.get(0).pull(REPOSITORY, content);
            }
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
