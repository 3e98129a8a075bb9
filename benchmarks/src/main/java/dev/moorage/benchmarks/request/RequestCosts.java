package dev.moorage.benchmarks.request;

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

/** The costs of operations by their names. */
record RequestCosts(SortedMap<String, RequestCost> costs) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Reads recorded costs from a file. */
    static RequestCosts read(Path file) throws IOException {
        try {
            return new RequestCosts(
                    JSON.readValue(Files.readAllBytes(file), new TypeReference<TreeMap<String, RequestCost>>() {}));
        } catch (JacksonException e) {
            throw new IOException(file + " is not an object of costs", e);
        }
    }

    void write(Path file) throws IOException {
        Files.writeString(file, JSON.writeValueAsString(costs) + "\n");
    }

    /** Compares measured costs with these recorded ones. The result is empty when there is no problem. */
    List<String> problems(RequestCosts measured) {
        List<String> problems = new ArrayList<>();
        measured.costs.forEach((name, now) -> {
            RequestCost recorded = costs.get(name);
            if (recorded == null) {
                problems.add(name + " is not recorded");
            } else if (!recorded.allows(now)) {
                problems.add(name + " takes " + now + ", and not " + recorded);
            }
        });
        costs.keySet().stream()
                .filter(name -> !measured.costs.containsKey(name))
                .forEach(name -> problems.add(name + " is recorded, and there is no such operation"));
        return problems;
    }

    /** A table with a line for each operation, with its recorded cost next to the measured one. */
    String table(Map<String, RequestCost> recorded) {
        StringBuilder table = new StringBuilder();
        costs.forEach((name, now) -> {
            RequestCost before = recorded.get(name);
            table.append(String.format(
                    Locale.ROOT,
                    "%-58s %3d requests %3d round trips, recorded %s%n",
                    name,
                    now.requests(),
                    now.roundTrips(),
                    before == null ? "nothing" : before.requests() + " and " + before.roundTrips()));
        });
        return table.toString();
    }
}
