package dev.moorage.bootstrap.command;

import dev.moorage.bootstrap.drivers.DriverKey;
import dev.moorage.bootstrap.drivers.FoundDriver;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.logging.PrintableText;
import dev.moorage.bootstrap.section.LogConfig;
import dev.moorage.bootstrap.wiring.Logging;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code moorage drivers}: lists the storage drivers, where each comes from, and the keys that it understands. */
@Command(
        name = "drivers",
        description = "Lists the storage drivers, including those in the folder drivers, or the keys of one.",
        mixinStandardHelpOptions = true)
final class DriversCommand implements Callable<Integer> {
    private static final int MAX_TEXT = 500;

    @Parameters(arity = "0..1", paramLabel = "TYPE", description = "The driver whose keys are described.")
    private @Nullable String type;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Logging.configure(LogConfig.QUIET);
        StorageDrivers.Overview drivers = overview();
        List<FoundDriver<?>> shown = drivers.found().stream()
                .filter(driver -> type == null || driver.type().equals(type))
                .toList();
        PrintWriter err = spec.commandLine().getErr();
        if (type != null && shown.isEmpty()) {
            err.println("error: there is no storage driver " + type);
            return 2;
        }
        PrintWriter out = spec.commandLine().getOut();
        if (type == null) {
            print(List.of("TYPE", "VERSION", "ORIGIN", "KEYS"), shown.stream().map(DriversCommand::row), out);
        } else {
            print(
                    List.of("KEY", "VALUE", "DESCRIPTION"),
                    shown.stream().flatMap(driver -> driver.keys().stream()).map(DriversCommand::row),
                    out);
        }
        drivers.broken().forEach(problem -> err.println("error: a storage driver cannot be used: " + problem));
        return drivers.broken().isEmpty() ? 0 : 1;
    }

    /** Returns the drivers. What a driver prints while it is loaded is not part of the table. */
    private static StorageDrivers.Overview overview() {
        PrintStream out = System.out;
        System.setOut(System.err);
        try {
            return StorageDrivers.installed().overview();
        } finally {
            System.setOut(out);
        }
    }

    private static List<String> row(FoundDriver<?> driver) {
        String keys = driver.keys().isEmpty() ? "none" : String.join(", ", driver.keyNames());
        return List.of(driver.type(), driver.version().orElse("-"), driver.origin(), keys);
    }

    private static List<String> row(DriverKey key) {
        return List.of(key.name(), key.type(), PrintableText.escaped(key.description(), MAX_TEXT));
    }

    private static void print(List<String> headings, Stream<List<String>> content, PrintWriter out) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(headings);
        content.forEach(rows::add);
        int[] widths = IntStream.range(0, headings.size())
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
