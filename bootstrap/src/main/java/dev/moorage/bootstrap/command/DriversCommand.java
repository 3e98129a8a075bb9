package dev.moorage.bootstrap.command;

import dev.moorage.bootstrap.drivers.FoundDriver;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code moorage drivers}: lists the storage drivers, where each comes from, and the keys that it understands. */
@Command(
        name = "drivers",
        description = "Lists the storage drivers, including those in the folder drivers.",
        mixinStandardHelpOptions = true)
final class DriversCommand implements Callable<Integer> {
    private static final List<String> HEADINGS = List.of("TYPE", "VERSION", "ORIGIN", "KEYS");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        StorageDrivers drivers = StorageDrivers.onClassPath();
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        drivers.found().stream().map(DriversCommand::row).forEach(rows::add);
        print(rows, spec.commandLine().getOut());
        PrintWriter err = spec.commandLine().getErr();
        drivers.broken().forEach(problem -> err.println("error: a storage driver cannot be used: " + problem));
        return drivers.broken().isEmpty() ? 0 : 1;
    }

    private static List<String> row(FoundDriver<?> driver) {
        String keys = driver.keys().isEmpty() ? "none" : String.join(", ", driver.keys());
        return List.of(driver.type(), driver.version().orElse("-"), driver.origin(), keys);
    }

    private static void print(List<List<String>> rows, PrintWriter out) {
        int[] widths = IntStream.range(0, HEADINGS.size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String cell = row.get(column);
                line.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
