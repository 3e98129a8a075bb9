package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.options.ByteSize;
import dev.moorage.benchmarks.load.options.Option;
import dev.moorage.benchmarks.load.options.Options;
import dev.moorage.benchmarks.load.scenario.PushLoad.Push;
import dev.moorage.benchmarks.load.server.Command;
import dev.moorage.benchmarks.load.server.Contender;
import java.util.List;

/** The scenarios that transfer large amounts of data. */
final class TransferScenarios {
    private static final int PARALLEL_PULLS = 16;
    private static final int CLIENTS_BESIDE_PUSHES = 4;

    private final Options options;
    private final Workshop workshop;
    private final long size;
    private final Push whole = (client, repository, content) -> client.pushWhole(repository, content);

    TransferScenarios(Options options, Workshop workshop) {
        this.options = options;
        this.workshop = workshop;
        this.size = options.bytes(Option.SIZE);
    }

    List<Scenario> blobs() {
        int frame = (int) options.bytes(Option.FRAME);
        long parallel = options.bytes(Option.PARALLEL_SIZE);
        Push stream = (client, repository, content) -> client.pushStream(repository, content, frame);
        return List.of(
                push("patch-stream", "POST, one PATCH of unknown length, an empty PUT", 1, size, stream),
                push("put-stream", "POST, one PUT with Content-Length", 1, size, whole),
                push("push-4", "as put-stream, at the same time", 4, parallel, whole),
                push("push-16", "as put-stream, at the same time", 16, parallel, whole),
                pushInPieces("chunks-64k", 64 * 1024, options.bytes(Option.CHUNKS_64K_SIZE)),
                pushInPieces("chunks-1m", 1024 * 1024, options.bytes(Option.CHUNKS_1M_SIZE)),
                pull("pull", "GET", 1),
                pull("pull-16", "GET of one blob, at the same time", PARALLEL_PULLS));
    }

    List<Scenario> image() {
        int layers = options.number(Option.LAYERS);
        long imageSize = options.bytes(Option.IMAGE_SIZE);
        String about =
                "an image of " + layers + " layers, " + ByteSize.format(imageSize) + ", pushed and pulled by skopeo";
        return List.of(new ServedScenario(
                "image",
                about,
                workshop,
                TransferScenarios::isForSkopeo,
                () -> new ImageLoad(workshop, layers, imageSize)));
    }

    Scenario memory() {
        int pushes = options.number(Option.MEMORY_PUSHES);
        return new MemoryScenario(
                workshop,
                List.of(
                        new PushLoad(workshop, 1, options.bytes(Option.MEMORY_SMALL), whole),
                        new PushLoad(workshop, 1, options.bytes(Option.MEMORY_LARGE), whole),
                        new PushLoad(workshop, pushes, options.bytes(Option.PARALLEL_SIZE), whole)));
    }

    /** Measures other clients during the parallel pushes of the scenario memory. */
    Scenario besidePushes() {
        int pushes = options.number(Option.MEMORY_PUSHES);
        long each = options.bytes(Option.PARALLEL_SIZE);
        return new ServedScenario(
                "beside-pushes",
                "GET of a manifest by tag by " + CLIENTS_BESIDE_PUSHES + " connections, for as long as " + pushes
                        + " blobs of " + ByteSize.format(each) + " are pushed",
                workshop,
                Contender::takesPushes,
                () -> new BesidePushesLoad(
                        SmallImage.make(workshop.contents(), options.bytes(Option.SMALL)),
                        new PushLoad(workshop, pushes, each, whole),
                        CLIENTS_BESIDE_PUSHES));
    }

    List<Scenario> versions() {
        return List.of(versions("tls-push", true), versions("tls-pull", false));
    }

    /**
     * Uses TLS only: in the clear the JDK's client starts HTTP/2 with an upgrade, and Moorage supports prior knowledge only.
     */
    private Scenario versions(String name, boolean pushes) {
        String about = (pushes ? "PUT" : "GET") + " over HTTP/1.1 and over HTTP/2, with TLS, by the JDK's client: "
                + ByteSize.format(size);
        return new ServedScenario(
                name, about, workshop, Contender::takesPushes, () -> new VersionsLoad(workshop, size, pushes), true);
    }

    private Scenario push(String name, String how, int count, long each, Push push) {
        return new ServedScenario(
                name,
                how + ": " + count + " × " + ByteSize.format(each),
                workshop,
                Contender::takesPushes,
                () -> new PushLoad(workshop, count, each, push));
    }

    private Scenario pushInPieces(String name, int piece, long blob) {
        return push(
                name,
                "PATCHes of " + ByteSize.format(piece) + " with Content-Range, and an empty PUT",
                1,
                blob,
                (client, repository, content) -> client.pushPieces(repository, content, piece));
    }

    private Scenario pull(String name, String how, int count) {
        return new ServedScenario(
                name,
                how + ": " + count + " × " + ByteSize.format(size),
                workshop,
                Contender::isInstalled,
                () -> new PullLoad(count, workshop.contents().make(size)));
    }

    private static boolean isForSkopeo(Contender contender) {
        return contender.takesPushes() && Command.find("skopeo").isPresent();
    }
}
