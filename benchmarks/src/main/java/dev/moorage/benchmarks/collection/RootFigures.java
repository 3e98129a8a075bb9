package dev.moorage.benchmarks.collection;

import dev.moorage.benchmarks.load.server.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Figures of collections over a root on a filesystem: those of {@code moorage gc}, and of CNCF Distribution over the same content. */
final class RootFigures {
    private static final List<String> AT_ONCE =
            List.of("--json", "--grace", "0s", "--trash", "0s", "--requests-per-second", "0", "--parallel", "16");

    private final CollectionOptions options;
    private final Path work;
    private final JsonMapper json = JsonMapper.builder().build();

    /** @param work the folder of the data */
    RootFigures(CollectionOptions options, Path work) {
        this.options = options;
        this.work = work;
    }

    /** Returns the variables with which Moorage runs over a root. */
    static Map<String, String> variables(Path root, boolean links) {
        return Map.of(
                "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY", root.toString(), "REGISTRY_STORAGE_GC_LINKS", "" + links);
    }

    void print() throws IOException {
        Path root = Files.createDirectories(work.resolve("root"));
        GeneratedRoot.write(root, options.images(), options.garbage());
        dry("bytes only, first", root, false);
        dry("bytes only, again", root, false);
        dry("links and manifests", root, true);
        Run removing = moorage(root, false, false);
        long removed = removing.summary.get("removed").asLong();
        require(removed >= options.garbage() * 0.99 - 10, "it removed " + removed + " of " + options.garbage());
        System.out.printf(
                "root: %,d blobs removed in %.1f s, %,.0f a second with the listings; %.1f s of processor time%n",
                removed, removing.seconds, removed / removing.seconds, removing.cpuSeconds);
        distribution();
    }

    private void dry(String name, Path root, boolean links) throws IOException {
        Run run = moorage(root, links, true);
        long found = run.summary.get("links").asLong();
        System.out.printf(
                "root: dry run, %s: %,d links, %,d blobs, %,d manifests read in %.1f s, %,.0f links a second; %.1f s of processor"
                        + " time%n",
                name,
                found,
                run.summary.get("blobs").asLong(),
                run.summary.get("manifests").asLong(),
                run.seconds,
                found / run.seconds,
                run.cpuSeconds);
        require(found >= (long) options.images() * (GeneratedRoot.LAYERS / 2), "it found " + found + " links");
    }

    private record Run(JsonNode summary, double seconds, double cpuSeconds) {}

    private Run moorage(Path root, boolean links, boolean dry) throws IOException {
        List<String> command = new ArrayList<>(List.of(options.program().toString(), "gc"));
        command.addAll(AT_ONCE);
        if (dry) {
            command.add("--dry-run");
        }
        TimedCommand ended = TimedCommand.run(work, variables(root, links), command);
        return new Run(json.readTree(ended.lastLine()), ended.seconds(), ended.cpuSeconds());
    }

    /** Distribution collects over a root of its own with the same content. */
    private void distribution() throws IOException {
        if (Command.find("docker-registry").isEmpty()) {
            System.out.println("root: docker-registry is not installed");
            return;
        }
        Path root = Files.createDirectories(work.resolve("distribution"));
        GeneratedRoot.write(root, options.images(), options.garbage());
        Path configuration = Files.writeString(
                work.resolve("distribution.yml"),
                "version: 0.1\nstorage: {filesystem: {rootdirectory: " + root + "}, delete: {enabled: true}}\n");
        TimedCommand dry = distribution(configuration, "--dry-run=true");
        System.out.printf(
                "root: docker-registry garbage-collect --dry-run: %.1f s, %.1f s of processor time%n",
                dry.seconds(), dry.cpuSeconds());
        TimedCommand removing = distribution(configuration, "--dry-run=false");
        System.out.printf(
                "root: docker-registry garbage-collect: %.1f s, %.1f s of processor time%n",
                removing.seconds(), removing.cpuSeconds());
        Run after = moorage(root, false, true);
        require(after.summary.get("garbage").asLong() == 0, "Distribution has left garbage: " + after.summary);
    }

    private TimedCommand distribution(Path configuration, String option) throws IOException {
        return TimedCommand.run(
                work, Map.of(), List.of("docker-registry", "garbage-collect", option, configuration.toString()));
    }

    private static void require(boolean condition, String otherwise) throws IOException {
        if (!condition) {
            throw new IOException(otherwise);
        }
    }
}
