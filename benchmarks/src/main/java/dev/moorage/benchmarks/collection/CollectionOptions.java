package dev.moorage.benchmarks.collection;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The options of {@code benchmarks/run collection}.
 *
 * @param only the parts to run, all if empty
 * @param blobs the blobs of the made-up store
 * @param images the images of the root on a filesystem
 * @param garbage blobs that nothing links: of the root, and of the made-up store
 * @param latency of a request to the made-up store in the part latency
 * @param turn how long clients are measured without a collection, and then beside one
 * @param rounds such turns of each kind
 * @param home the folder of the package
 * @param work where data goes, in a folder that is deleted at the end
 */
record CollectionOptions(
        Set<String> only,
        int blobs,
        int images,
        int garbage,
        Duration latency,
        Duration turn,
        int rounds,
        Path home,
        Path work) {
    static final List<String> PARTS = List.of("requests", "memory", "latency", "root", "beside");

    static final String HELP = """
        benchmarks/run collection [OPTION VALUE]...
          --only PARTS       %s, separated by commas; all when left out
          --blobs N          blobs of the made-up store [10000000]
          --images N         images of the root on a filesystem, each with 10 layers [5000]
          --garbage N        blobs that nothing links, in both [5000]
          --latency-ms N     of a request to the made-up store, in the part latency [50]
          --seconds N        of each turn in the part beside [30]
          --rounds N         turns without and with a collection [5]
          --package FOLDER   the package of Moorage [distribution/target/moorage]
          --work FOLDER      where data goes, in a folder that is deleted at the end [benchmarks/target]
          --smoke            everything with tiny sizes: whether it works, and not how fast""".formatted(String.join(", ", PARTS));

    /**
     * Parses a command line.
     *
     * @throws IllegalArgumentException an option is unknown, or its value is wrong
     */
    static CollectionOptions parse(List<String> arguments) {
        boolean smoke = arguments.contains("--smoke");
        Map<String, String> values = new HashMap<>();
        List<String> words =
                arguments.stream().filter(word -> !word.equals("--smoke")).toList();
        if (words.size() % 2 != 0) {
            throw new IllegalArgumentException(words.getLast() + " has no value");
        }
        for (int i = 0; i < words.size(); i += 2) {
            values.put(words.get(i), words.get(i + 1));
        }
        String only = text(values, "--only", "");
        CollectionOptions options = new CollectionOptions(
                only.isEmpty() ? Set.copyOf(PARTS) : Set.of(only.split(",", -1)),
                number(values, "--blobs", smoke ? 20_000 : 10_000_000),
                number(values, "--images", smoke ? 20 : 5000),
                number(values, "--garbage", smoke ? 30 : 5000),
                Duration.ofMillis(number(values, "--latency-ms", smoke ? 1 : 50)),
                Duration.ofSeconds(number(values, "--seconds", smoke ? 1 : 30)),
                number(values, "--rounds", smoke ? 1 : 5),
                Path.of(text(values, "--package", "distribution/target/moorage"))
                        .toAbsolutePath(),
                Path.of(text(values, "--work", "benchmarks/target")).toAbsolutePath());
        if (!values.isEmpty()) {
            throw new IllegalArgumentException("not an option: " + values.keySet());
        }
        if (!PARTS.containsAll(options.only)) {
            throw new IllegalArgumentException("the parts are " + PARTS);
        }
        return options;
    }

    private static String text(Map<String, String> values, String name, String otherwise) {
        String value = values.remove(name);
        return value == null ? otherwise : value;
    }

    private static int number(Map<String, String> values, String name, int otherwise) {
        int number = Integer.parseInt(text(values, name, Integer.toString(otherwise)));
        if (number < 1) {
            throw new IllegalArgumentException(name + " is less than 1");
        }
        return number;
    }

    boolean has(String part) {
        return only.contains(part);
    }

    Path program() {
        return home.resolve("bin/moorage");
    }
}
