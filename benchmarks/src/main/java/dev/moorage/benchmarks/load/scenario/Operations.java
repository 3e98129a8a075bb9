package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.client.RegistryClient;
import dev.moorage.benchmarks.load.measure.Latencies;
import java.io.IOException;

/**
 * Runs many small operations on several clients. Each client starts an operation as soon as its previous one is answered.
 */
final class Operations {
    private final Clients clients;
    private final Operation operation;
    private final long[][] nanos;

    /** One operation. Its index is different from all others. */
    @FunctionalInterface
    interface Operation {
        void run(RegistryClient client, int index) throws IOException;
    }

    /**
     * @param count the number of operations of all clients together. Each client runs the same number, so the total may be
     *     slightly lower.
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
