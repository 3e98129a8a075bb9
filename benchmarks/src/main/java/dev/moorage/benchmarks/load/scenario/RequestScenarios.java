package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.client.Content;
import dev.moorage.benchmarks.load.options.ByteSize;
import dev.moorage.benchmarks.load.options.Option;
import dev.moorage.benchmarks.load.options.Options;
import dev.moorage.benchmarks.load.scenario.CrowdLoad.Arrival;
import dev.moorage.benchmarks.load.scenario.Operations.Operation;
import dev.moorage.benchmarks.load.server.Contender;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The scenarios that send many small requests. */
final class RequestScenarios {
    private static final int CLIENTS_BESIDE_A_CROWD = 4;
    private static final int STALL_AFTER = 64 * 1024;

    private final Workshop workshop;
    private final long size;
    private final int count;
    private final int connections;
    private final int idle;
    private final int stalled;
    private final int besideACrowd;

    RequestScenarios(Options options, Workshop workshop) {
        this.workshop = workshop;
        this.size = options.bytes(Option.SMALL);
        this.count = options.number(Option.REQUESTS);
        this.connections = options.number(Option.CONNECTIONS);
        this.idle = options.number(Option.IDLE);
        this.stalled = options.number(Option.STALLED);
        this.besideACrowd = options.number(Option.FAIR_REQUESTS);
    }

    List<Scenario> all() {
        return List.of(
                new ServedScenario(
                        "small-push",
                        "POST and PUT of a blob of " + ByteSize.format(size) + byConnections(),
                        workshop,
                        Contender::takesPushes,
                        () -> new SmallPushLoad(workshop, connections, count, size)),
                read(
                        "manifest-head",
                        "HEAD of a manifest by tag",
                        Contender::takesPushes,
                        image -> (client, _) -> image.headManifest(client)),
                read(
                        "manifest-get",
                        "GET of a manifest by tag",
                        Contender::takesPushes,
                        image -> (client, _) -> image.getManifest(client)),
                read(
                        "small-get",
                        "GET of a blob of " + ByteSize.format(size),
                        Contender::isInstalled,
                        image -> image::getLayer),
                beside("idle-connections", idle, "idle connections", () -> client -> client.ping()),
                beside("stalled-uploads", stalled, "uploads that stall in the middle of a PATCH", this::stalling));
    }

    private String byConnections() {
        return ", " + count + " by " + connections + " connections";
    }

    private Scenario read(
            String name, String what, Predicate<Contender> suits, Function<SmallImage, Operation> operation) {
        return new ServedScenario(name, what + byConnections(), workshop, suits, () -> {
            SmallImage image = SmallImage.make(workshop.contents(), size);
            return new SmallReadLoad(image, connections, count, operation.apply(image));
        });
    }

    private Arrival stalling() {
        Content content = workshop.contents().make(2L * STALL_AFTER);
        return client -> client.stall("load/stalled", content, STALL_AFTER);
    }

    private Scenario beside(String name, int crowd, String who, Supplier<Arrival> arrival) {
        String about = "GET of a manifest by tag, " + besideACrowd + " by " + CLIENTS_BESIDE_A_CROWD
                + " connections, beside " + crowd + " " + who;
        return new ServedScenario(
                name,
                about,
                workshop,
                Contender::takesPushes,
                () -> new CrowdLoad(
                        SmallImage.make(workshop.contents(), size),
                        crowd,
                        arrival.get(),
                        CLIENTS_BESIDE_A_CROWD,
                        besideACrowd));
    }
}
