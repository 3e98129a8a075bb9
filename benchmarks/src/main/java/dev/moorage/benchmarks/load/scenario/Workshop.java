package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.client.Contents;
import dev.moorage.benchmarks.load.options.Option;
import dev.moorage.benchmarks.load.options.Options;
import dev.moorage.benchmarks.load.server.SelfSigned;
import dev.moorage.benchmarks.load.server.ServerProcess;
import dev.moorage.benchmarks.load.server.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What scenarios work with: folders, content, and memory that is in the same state before each of them. */
public final class Workshop implements AutoCloseable {
    private final Path folder;
    private final Contents contents;
    private final int warmups;
    private final int rounds;
    private final boolean inHaste;
    private PageCacheFill fill = PageCacheFill.none();
    private int sites;
    private Optional<SelfSigned> certificate = Optional.empty();

    /** Makes a folder in the one that the options name. */
    public Workshop(Options options, long seed) throws IOException {
        Path parent = Files.createDirectories(Path.of(options.required(Option.WORK)));
        this.folder = Files.createTempDirectory(parent.toAbsolutePath(), "load-");
        this.contents = new Contents(seed);
        this.warmups = options.numberOrNone(Option.WARMUPS);
        this.inHaste = options.smoke();
        this.rounds = options.number(Option.ROUNDS);
    }

    /** Leaves no free memory, which writes would find. */
    public void fillPageCache(long size) throws IOException {
        fill = PageCacheFill.write(folder.resolve("fill"), size);
    }

    Contents contents() {
        return contents;
    }

    int warmups() {
        return warmups;
    }

    int rounds() {
        return rounds;
    }

    /** An empty folder for a contender. */
    Site newSite(String name) throws IOException {
        sites++;
        return Site.in(sitesFolder().resolve(sites + "-" + name));
    }

    /** What servers show that speak TLS; made when it is asked for first. */
    SelfSigned certificate() throws IOException {
        if (certificate.isEmpty()) {
            certificate = Optional.of(SelfSigned.in(folder));
        }
        return certificate.get();
    }

    /** An empty folder for what a client keeps. */
    Path newFolder(String name) throws IOException {
        sites++;
        return Files.createDirectories(sitesFolder().resolve(sites + "-" + name));
    }

    /** After a round: the next contender has the machine for itself. */
    void settle(ServerProcess server) throws IOException {
        if (!inHaste) {
            server.awaitIdle();
        }
    }

    /** After something large was deleted. */
    void refillPageCache() throws IOException {
        fill.refill();
    }

    /** Deletes all sites; their servers have ended. */
    void deleteSites() throws IOException {
        delete(sitesFolder());
        fill.refill();
    }

    private Path sitesFolder() {
        return folder.resolve("sites");
    }

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Where the data is, for who tells what it is stored on. */
    public Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        delete(folder);
    }
}
