package dev.moorage.benchmarks.allocation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The bytes that each operation allocates on the heap.
 *
 * @param bytes bytes by the name of the benchmark, which includes its parameters
 */
record Allocations(SortedMap<String, Long> bytes) {
    private static final double TOLERATED_FACTOR = 1.10;
    private static final long TOLERATED_BYTES = 64;
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Reads recorded numbers from a file. */
    static Allocations read(Path file) throws IOException {
        try {
            return new Allocations(
                    JSON.readValue(Files.readAllBytes(file), new TypeReference<TreeMap<String, Long>>() {}));
        } catch (JacksonException e) {
            throw new IOException(file + " is not an object of numbers", e);
        }
    }

    void write(Path file) throws IOException {
        Files.writeString(file, JSON.writeValueAsString(bytes) + "\n");
    }

    /** The most bytes that are accepted for a recorded number of bytes. */
    static long limit(long recorded) {
        return (long) (recorded * TOLERATED_FACTOR) + TOLERATED_BYTES;
    }

    /** Compares measured numbers with these recorded ones. The result is empty when there is no problem. */
    List<String> problems(Allocations measured) {
        List<String> problems = new ArrayList<>();
        measured.bytes.forEach((name, now) -> {
            Long recorded = bytes.get(name);
            if (recorded == null) {
                problems.add(name + " is not recorded");
            } else if (now > limit(recorded)) {
                problems.add(String.format(
                        Locale.ROOT,
                        "%s allocates %,d bytes, and not %,d; the limit is %,d",
                        name,
                        now,
                        recorded,
                        limit(recorded)));
            }
        });
        bytes.keySet().stream()
                .filter(name -> !measured.bytes.containsKey(name))
                .forEach(name -> problems.add(name + " is recorded, and there is no such benchmark"));
        return problems;
    }

    /** A table with a line for each operation, with its recorded number next to the measured one. */
    String table(Map<String, Long> recorded) {
        StringBuilder table = new StringBuilder();
        bytes.forEach((name, now) -> table.append(String.format(
                Locale.ROOT, "%-50s %,12d bytes, recorded %s%n", name, now, recorded.getOrDefault(name, 0L))));
        return table.toString();
    }
}
