package dev.moorage.benchmarks.collection;

import dev.moorage.benchmarks.load.client.Content;
import dev.moorage.benchmarks.load.client.Contents;
import dev.moorage.benchmarks.load.client.Endpoint;
import dev.moorage.benchmarks.load.client.Manifest;
import dev.moorage.benchmarks.load.client.RegistryClient;
import dev.moorage.benchmarks.load.measure.Latencies;
import dev.moorage.benchmarks.load.server.Moorage;
import dev.moorage.benchmarks.load.server.ServerProcess;
import dev.moorage.benchmarks.load.server.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;

/**
 * What clients notice of a collection: the 99th percentile of pushes, HEAD and GET in turns without a collection and in turns beside
 * collections that follow each other, at the default number of requests in a second.
 */
final class BesideFigures {
    private static final int CONNECTIONS = 4;
    private static final int SIZE = 4096;
    private static final int LAYERS = 10;
    private static final String REPOSITORY = "beside/clients";
    private static final String TAG = "latest";

    private final CollectionOptions options;
    private final Path work;
    private final Contents contents = new Contents(System.nanoTime());
    private final List<Content> layers = contents.make(SIZE, LAYERS);
    private final Manifest manifest = Manifest.of(layers.getFirst(), layers);

    private enum Operation {
        PUSH,
        HEAD,
        GET
    }

    BesideFigures(CollectionOptions options, Path work) {
        this.options = options;
        this.work = work;
    }

    void print() throws IOException {
        Site site = Site.in(work.resolve("beside"));
        GeneratedRoot.write(site.data(), options.images(), options.garbage());
        Map<Operation, List<Double>> alone = new EnumMap<>(Operation.class);
        Map<Operation, List<Double>> beside = new EnumMap<>(Operation.class);
        int passes = 0;
        try (ServerProcess server = new Moorage(options.home(), "", Map.of()).start(site)) {
            push(server);
            turn(server); // The first one does not count.
            for (int round = 0; round < options.rounds(); round++) {
                add(alone, turn(server));
                AtomicBoolean ended = new AtomicBoolean();
                try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
                    Future<Integer> collector = thread.submit(() -> collect(site.data(), ended));
                    add(beside, turn(server));
                    ended.set(true);
                    passes += result(collector);
                }
            }
        }
        for (Operation operation : Operation.values()) {
            double without = median(alone.getOrDefault(operation, List.of()));
            double with = median(beside.getOrDefault(operation, List.of()));
            System.out.printf(
                    "beside: p99 of %s %.2f ms alone, %.2f ms beside %d collections, %+.0f %%%n",
                    operation, without, with, passes, (with / without - 1) * 100);
        }
    }

    private void push(ServerProcess server) throws IOException {
        try (RegistryClient client = RegistryClient.connect(Endpoint.of(server.address()))) {
            for (Content layer : layers) {
                client.pushWhole(REPOSITORY, layer);
            }
            client.putManifest(REPOSITORY, TAG, manifest);
        }
    }

    /** Runs collections one after the other. Returns how many have ended. */
    private int collect(Path root, AtomicBoolean ended) throws IOException {
        int passes = 0;
        while (!ended.get()) {
            TimedCommand.run(
                    work,
                    RootFigures.variables(root, true),
                    List.of(options.program().toString(), "gc", "--grace", "24h", "--json"));
            passes++;
        }
        return passes;
    }

    /** Measures clients for some time. The durations in nanoseconds of each operation. */
    private Map<Operation, Latencies> turn(ServerProcess server) throws IOException {
        List<Callable<Map<Operation, long[]>>> clients = new ArrayList<>();
        for (int number = 0; number < CONNECTIONS; number++) {
            Contents own = new Contents(System.nanoTime() + number);
            clients.add(() -> client(server, own));
        }
        List<Map<Operation, long[]>> measured = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            for (Future<Map<Operation, long[]>> client : threads.invokeAll(clients)) {
                measured.add(result(client));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while clients ran", e);
        }
        Map<Operation, Latencies> latencies = new EnumMap<>(Operation.class);
        for (Operation operation : Operation.values()) {
            latencies.put(
                    operation,
                    new Latencies(measured.stream()
                            .map(each -> each.getOrDefault(operation, new long[0]))
                            .toArray(long[][]::new)));
        }
        return latencies;
    }

    private Map<Operation, long[]> client(ServerProcess server, Contents own) throws IOException {
        Map<Operation, LongStream.Builder> measured = new EnumMap<>(Operation.class);
        Arrays.stream(Operation.values()).forEach(each -> measured.put(each, LongStream.builder()));
        long end = System.nanoTime() + options.turn().toNanos();
        try (RegistryClient client = RegistryClient.connect(Endpoint.of(server.address()))) {
            for (int number = 0; System.nanoTime() < end; number++) {
                for (Operation operation : Operation.values()) {
                    Content content = own.make(SIZE);
                    long began = System.nanoTime();
                    switch (operation) {
                        case PUSH -> client.pushWhole(REPOSITORY, content);
                        case HEAD -> client.headManifest(REPOSITORY, TAG, manifest);
                        case GET -> client.pull(REPOSITORY, layers.get(number % LAYERS));
                    }
                    Objects.requireNonNull(measured.get(operation)).add(System.nanoTime() - began);
                }
            }
        }
        Map<Operation, long[]> arrays = new EnumMap<>(Operation.class);
        measured.forEach(
                (operation, nanos) -> arrays.put(operation, nanos.build().toArray()));
        return arrays;
    }

    private static void add(Map<Operation, List<Double>> to, Map<Operation, Latencies> turn) {
        turn.forEach((operation, latencies) ->
                to.computeIfAbsent(operation, _ -> new ArrayList<>()).add(latencies.millis(0.99)));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(Double.NaN);
    }

    private static <T> T result(Future<T> future) throws IOException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IOException("a client or a collection failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
