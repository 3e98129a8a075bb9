package dev.moorage.benchmarks.guard;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/** Measures operations for a command of {@code benchmarks/run}, and compares them with what is recorded. */
public final class CostGuard {
    private CostGuard() {}

    /** Measures each operation. */
    public interface Measurement<C> {
        /** Returns the costs by the names of operations. */
        SortedMap<String, C> measure() throws IOException;
    }

    /**
     * Measures, and prints a table and what is wrong.
     *
     * @param command the command of {@code benchmarks/run}
     * @param arguments the file with the recorded costs, and {@code --update} to record new ones instead
     * @return the exit status: 1 when an operation costs more than recorded
     */
    public static <C> int run(String command, String[] arguments, CostKind<C> kind, Measurement<C> measurement)
            throws IOException {
        Path file = Path.of(arguments[0]);
        Costs<C> measured = new Costs<>(measurement.measure());
        if (List.of(arguments).contains("--update")) {
            measured.write(file);
            System.out.print(measured.table(measured, kind));
            return 0;
        }
        Costs<C> recorded = Costs.read(file, kind);
        System.out.print(measured.table(recorded, kind));
        List<String> problems = recorded.problems(measured, kind);
        problems.forEach(System.out::println);
        if (problems.isEmpty()) {
            return 0;
        }
        System.out.println("if it has to be so: benchmarks/run " + command + " --update");
        return 1;
    }
}
