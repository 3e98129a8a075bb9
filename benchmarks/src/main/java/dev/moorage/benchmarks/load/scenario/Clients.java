package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.client.Endpoint;
import dev.moorage.benchmarks.load.client.RegistryClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Clients that connect before the measurement begins. */
final class Clients implements AutoCloseable {
    private final List<RegistryClient> clients = new ArrayList<>();

    static Clients connect(Endpoint endpoint, int count) throws IOException {
        Clients clients = new Clients();
        for (int i = 0; i < count; i++) {
            clients.clients.add(RegistryClient.connect(endpoint));
        }
        return clients;
    }

    int count() {
        return clients.size();
    }

    RegistryClient get(int index) {
        return clients.get(index);
    }

    @Override
    public void close() throws IOException {
        for (RegistryClient client : clients) {
            client.close();
        }
    }
}
