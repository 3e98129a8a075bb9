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

/** The environment of scenarios: folders, content, and memory in the same state before each of them. */
public final class Workshop implements AutoCloseable {
    private final Path folder;
    private final Contents contents;
    private final int warmups;
    private final int rounds;
    private final boolean inHaste;
    private PageCacheFill fill = PageCacheFill.none();
    private int sites;
    private Optional<SelfSigned> certificate = Optional.empty();

    /** Creates a temporary folder in the folder that the options name. */
    public Workshop(Options options, long seed) throws IOException {
        Path parent = Files.createDirectories(Path.of(options.required(Option.WORK)));
        this.folder = Files.createTempDirectory(parent.toAbsolutePath(), "load-");
        this.contents = new Contents(seed);
        this.warmups = options.numberOrNone(Option.WARMUPS);
        this.inHaste = options.smoke();
        this.rounds = options.number(Option.ROUNDS);
    }

    /** Fills the page cache, so that writes find no free memory. */
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

    /** Creates an empty site for a contender. */
    Site newSite(String name) throws IOException {
        sites++;
        return Site.in(sitesFolder().resolve(sites + "-" + name));
    }

    /** The certificate of servers that speak TLS, made on the first call. */
    SelfSigned certificate() throws IOException {
        if (certificate.isEmpty()) {
            certificate = Optional.of(SelfSigned.in(folder));
        }
        return certificate.get();
    }

    /** Creates an empty folder for the files of a client. */
    Path newFolder(String name) throws IOException {
        sites++;
        return Files.createDirectories(sitesFolder().resolve(sites + "-" + name));
    }

    /** Waits after a round until the server is idle, so that the next contender has the machine for itself. */
    void settle(ServerProcess server) throws IOException {
        if (!inHaste) {
            server.awaitIdle();
        }
    }

    /** Fills the page cache again after large files were deleted. */
    void refillPageCache() throws IOException {
        fill.refill();
    }

    /** Deletes all sites. Their servers must have ended. */
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

    /** The folder with the data, from which the report determines the filesystem. */
    public Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        delete(folder);
    }
}
