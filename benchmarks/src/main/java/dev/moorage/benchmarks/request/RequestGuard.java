package dev.moorage.benchmarks.request;

import dev.moorage.benchmarks.guard.CostGuard;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
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
        if (List.of(arguments).contains("--trace")) {
            new CountedOperations(true).measure();
            return;
        }
        int status = CostGuard.run("requests", arguments, new RequestCostKind(), RequestGuard::measure);
        if (status != 0) {
            System.exit(status);
        }
    }

    private static SortedMap<String, RequestCost> measure() throws IOException {
        TreeMap<String, RequestCost> costs = new TreeMap<>();
        for (int i = 0; i < MEASUREMENTS; i++) {
            new CountedOperations(false).measure().forEach((name, cost) -> costs.merge(name, cost, RequestCost::least));
        }
        return costs;
    }
}
