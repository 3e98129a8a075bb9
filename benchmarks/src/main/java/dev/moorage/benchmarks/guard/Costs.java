package dev.moorage.benchmarks.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The costs of operations.
 *
 * @param byOperation costs by the names of operations
 */
public record Costs<C>(SortedMap<String, C> byOperation) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Reads recorded costs from a file of JSON. */
    public static <C> Costs<C> read(Path file, CostKind<C> kind) throws IOException {
        try {
            Map<String, C> costs = JSON.readValue(
                    Files.readAllBytes(file),
                    JSON.getTypeFactory().constructMapType(TreeMap.class, String.class, kind.type()));
            return new Costs<>(new TreeMap<>(costs));
        } catch (JacksonException e) {
            throw new IOException(file + " is not an object of costs", e);
        }
    }

    /** Writes the costs into a file. */
    public void write(Path file) throws IOException {
        Files.writeString(file, JSON.writeValueAsString(byOperation) + "\n");
    }

    /** Compares measured costs with these recorded ones. The result is empty when there is no problem. */
    public List<String> problems(Costs<C> measured, CostKind<C> kind) {
        List<String> problems = new ArrayList<>();
        measured.byOperation.forEach((name, now) -> {
            C recorded = byOperation.get(name);
            if (recorded == null) {
                problems.add(name + " is not recorded");
            } else {
                kind.excess(recorded, now).ifPresent(excess -> problems.add(name + " " + excess));
            }
        });
        byOperation.keySet().stream()
                .filter(name -> !measured.byOperation.containsKey(name))
                .forEach(name -> problems.add(name + " is recorded, and there is no such operation"));
        return problems;
    }

    /** Returns a table with a line for each operation, with its recorded cost next to the measured one. */
    public String table(Costs<C> recorded, CostKind<C> kind) {
        StringBuilder table = new StringBuilder();
        byOperation.forEach(
                (name, now) -> table.append(kind.line(name, now, Optional.ofNullable(recorded.byOperation.get(name))))
                        .append(System.lineSeparator()));
        return table.toString();
    }
}
