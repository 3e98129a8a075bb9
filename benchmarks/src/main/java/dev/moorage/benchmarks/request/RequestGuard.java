package dev.moorage.benchmarks.request;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** Runs operations over a simulated S3 store, and compares their requests and round trips with recorded numbers. */
public final class RequestGuard {
    private static final int MEASUREMENTS = 3;

    private RequestGuard() {}

    /**
     * Runs the guard. The exit status is 1 when an operation takes more requests or round trips than recorded.
     *
     * @param arguments the file with the recorded numbers, and {@code --update} to record new ones instead, or
     *     {@code --trace} to print the S3 operations of one measurement
     */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        if (List.of(arguments).contains("--trace")) {
            new CountedOperations(true).measure();
            return;
        }
        RequestCosts measured = measure();
        if (List.of(arguments).contains("--update")) {
            measured.write(file);
            System.out.print(measured.table(measured.costs()));
            return;
        }
        RequestCosts recorded = RequestCosts.read(file);
        System.out.print(measured.table(recorded.costs()));
        List<String> problems = recorded.problems(measured);
        problems.forEach(System.out::println);
        if (!problems.isEmpty()) {
            System.out.println("if it has to be so: benchmarks/run requests --update");
            System.exit(1);
        }
    }

    private static RequestCosts measure() throws IOException {
        TreeMap<String, RequestCost> costs = new TreeMap<>();
        for (int i = 0; i < MEASUREMENTS; i++) {
            new CountedOperations(false).measure().forEach((name, cost) -> costs.merge(name, cost, RequestCost::least));
        }
        return new RequestCosts(costs);
    }
}
