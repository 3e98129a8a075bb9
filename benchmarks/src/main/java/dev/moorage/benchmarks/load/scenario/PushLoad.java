package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.client.Content;
import dev.moorage.benchmarks.load.client.Endpoint;
import dev.moorage.benchmarks.load.client.RegistryClient;
import dev.moorage.benchmarks.load.measure.Measured;
import dev.moorage.benchmarks.load.measure.Sample;
import dev.moorage.benchmarks.load.server.ServerProcess;
import java.io.IOException;
import java.util.List;

/** Pushes large blobs in parallel, each over a connection of its own. */
record PushLoad(Workshop workshop, int count, long size, Push push) implements Load {
    private static final String REPOSITORY = "load/push";

    /** Sends one blob to a registry. */
    @FunctionalInterface
    interface Push {
        void push(RegistryClient client, String repository, Content content) throws IOException;
    }

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
        return List.of(trial(server));
    }

    Trial trial(ServerProcess server) throws IOException {
        return new Pushing(
                push,
                workshop.contents().make(size, count),
                Clients.connect(server.endpoint(), count),
                server.endpoint());
    }

    private record Pushing(Push push, List<Content> contents, Clients clients, Endpoint endpoint) implements Trial {
        @Override
        public void run() throws IOException {
            Parallel.run(clients.count(), i -> push.push(clients.get(i), REPOSITORY, contents.get(i)));
        }

        /** Pulls the blobs over new connections, since the existing ones may have been idle for too long. */
        @Override
        public void check() throws IOException {
            Parallel.run(contents.size(), i -> {
                try (RegistryClient client = RegistryClient.connect(endpoint)) {
                    client.pull(REPOSITORY, contents.get(i));
                }
            });
        }

        @Override
        public Sample sample(Measured measured) {
            return measured.transfer(contents.stream().mapToLong(Content::size).sum());
        }

        @Override
        public void close() throws IOException {
            clients.close();
        }
    }
}
