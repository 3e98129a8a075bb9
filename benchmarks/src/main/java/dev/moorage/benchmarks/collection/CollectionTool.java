package dev.moorage.benchmarks.collection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The main class of {@code benchmarks/run collection}: prints figures of collections, one line for each. */
public final class CollectionTool {
    private CollectionTool() {}

    /** Runs the tool. The exit status is 1 when a part failed, and 2 when the command line is invalid. */
    public static void main(String[] arguments) {
        if (List.of(arguments).contains("--help")) {
            System.out.println(CollectionOptions.HELP);
            return;
        }
        try {
            run(CollectionOptions.parse(List.of(arguments)));
        } catch (IllegalArgumentException e) {
            System.err.println("error: " + e.getMessage());
            System.exit(2);
        } catch (IOException e) {
            System.err.println("error: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(CollectionOptions options) throws IOException {
        MadeUpFigures madeUp = new MadeUpFigures(options);
        // First, while there is little else on the heap.
        if (options.has("memory")) {
            madeUp.memory();
        }
        if (options.has("requests")) {
            madeUp.requests();
        }
        if (options.has("latency")) {
            madeUp.latency();
        }
        if (options.has("root")) {
            inFolder(options, work -> new RootFigures(options, work).print());
        }
        if (options.has("beside")) {
            inFolder(options, work -> new BesideFigures(options, work).print());
        }
    }

    /** A part that needs a folder. */
    @FunctionalInterface
    private interface Part {
        void print(Path work) throws IOException;
    }

    /** Runs a part in a folder of its own, which is deleted afterwards. */
    private static void inFolder(CollectionOptions options, Part part) throws IOException {
        Path work = Files.createTempDirectory(Files.createDirectories(options.work()), "collection-");
        try {
            part.print(work);
        } finally {
            try (Stream<Path> files = Files.walk(work)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
