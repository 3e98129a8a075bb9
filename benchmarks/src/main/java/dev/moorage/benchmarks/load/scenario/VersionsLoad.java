package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.client.Content;
import dev.moorage.benchmarks.load.measure.Measured;
import dev.moorage.benchmarks.load.measure.Sample;
import dev.moorage.benchmarks.load.server.ServerProcess;
import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.util.List;
import java.util.Optional;

/**
 * Transfers the same blob over HTTP/1.1 and over HTTP/2 with the same client, to show the cost of the framing and of TLS.
 */
record VersionsLoad(Workshop workshop, long size, boolean pushes) implements Load {
    private static final String REPOSITORY = "load/versions";

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
        return List.of(trial(server, Version.HTTP_1_1, "HTTP/1.1"), trial(server, Version.HTTP_2, "HTTP/2"));
    }

    private Trial trial(ServerProcess server, Version version, String name) throws IOException {
        Content content = workshop.contents().make(size);
        JdkClient client = JdkClient.connect(server.address(), version, Optional.of(workshop.certificate()));
        if (!pushes) {
            client.push(REPOSITORY, content);
        }
        return new Transferring(client, content, pushes, name);
    }

    private record Transferring(JdkClient client, Content content, boolean pushes, String name) implements Trial {
        @Override
        public void run() throws IOException {
            if (pushes) {
                client.push(REPOSITORY, content);
            } else {
                client.pull(REPOSITORY, content);
            }
        }

        @Override
        public void check() throws IOException {
            client.pull(REPOSITORY, content);
        }

        @Override
        public Sample sample(Measured measured) {
            return measured.transfer(content.size()).named(name);
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
