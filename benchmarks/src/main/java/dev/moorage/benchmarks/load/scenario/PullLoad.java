package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.client.Content;
import dev.moorage.benchmarks.load.client.RegistryClient;
import dev.moorage.benchmarks.load.measure.Measured;
import dev.moorage.benchmarks.load.measure.Sample;
import dev.moorage.benchmarks.load.server.ServerProcess;
import java.io.IOException;
import java.util.List;

/** Pulls one large blob with several clients in parallel, and compares the bytes as they arrive. */
record PullLoad(int count, Content content) implements Load {
    private static final String REPOSITORY = "load/pull";

    @Override
    public boolean leavesBlobs() {
        return false;
    }

    @Override
    public void prepare(ServerProcess server) throws IOException {
        try (RegistryClient client = RegistryClient.connect(server.endpoint())) {
            client.pushWhole(REPOSITORY, content);
        }
    }

    @Override
    public List<Trial> trials(ServerProcess server) throws IOException {
        return List.of(new Pulling(content, Clients.connect(server.endpoint(), count)));
    }

    private record Pulling(Content content, Clients clients) implements Trial {
        @Override
        public void run() throws IOException {
            Parallel.run(clients.count(), i -> clients.get(i).pull(REPOSITORY, content));
        }

        @Override
        public void check() {
            // Every byte was compared when it arrived.
        }

        @Override
        public Sample sample(Measured measured) {
            return measured.transfer(content.size() * clients.count());
        }

        @Override
        public void close() throws IOException {
            clients.close();
        }
    }
}
