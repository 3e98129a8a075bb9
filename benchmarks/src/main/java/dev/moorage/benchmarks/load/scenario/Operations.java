package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.client.RegistryClient;
import dev.moorage.benchmarks.load.measure.Latencies;
import java.io.IOException;

/** Many small operations of several clients, each as soon as the one before is answered. */
final class Operations {
    private final Clients clients;
    private final Operation operation;
    private final long[][] nanos;

    /** One of them; its index is unlike all others'. */
    @FunctionalInterface
    interface Operation {
        void run(RegistryClient client, int index) throws IOException;
    }

    /**
     * @param count of all clients together; each has as many as the others, so it may be a few less
     */
    Operations(Clients clients, int count, Operation operation) {
        this.clients = clients;
        this.operation = operation;
        this.nanos = new long[clients.count()][Math.max(1, count / clients.count())];
    }

    void run() throws IOException {
        Parallel.run(clients.count(), this::runClient);
    }

    private void runClient(int client) throws IOException {
        long[] each = nanos[client];
        RegistryClient registry = clients.get(client);
        long before = System.nanoTime();
        for (int i = 0; i < each.length; i++) {
            operation.run(registry, client * each.length + i);
            long after = System.nanoTime();
            each[i] = after - before;
            before = after;
        }
    }

    Latencies latencies() {
        return new Latencies(nanos);
    }
}
