package dev.moorage.benchmarks.allocation;

import dev.moorage.benchmarks.guard.CostGuard;
import dev.moorage.benchmarks.jmh.HashBenchmark;
import dev.moorage.benchmarks.jmh.ParsingBenchmark;
import java.io.IOException;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks, and compares the bytes that they allocate with recorded numbers. Compilation, and therefore escape
 * analysis, must not depend on how busy the machine is. Each benchmark therefore runs a fixed number of operations instead
 * of a fixed time, and waits for the compiler.
 */
public final class AllocationGuard {
    private static final String BYTES_PER_BATCH = "gc.alloc.rate.norm";
    private static final int OPERATIONS = 4000;
    private static final int WARMUPS = 6;

    private AllocationGuard() {}

    /**
     * Runs the guard. The exit status is 1 when an operation allocates more than recorded.
     *
     * @param arguments the file with the recorded numbers, and {@code --update} to record new ones instead
     */
    public static void main(String[] arguments) throws IOException {
        int status = CostGuard.run("allocations", arguments, new AllocatedBytes(), AllocationGuard::measure);
        if (status != 0) {
            System.exit(status);
        }
    }

    private static SortedMap<String, Long> measure() throws IOException {
        TreeMap<String, Long> bytes = new TreeMap<>();
        for (RunResult result : results()) {
            Result<?> allocated = result.getSecondaryResults().get(BYTES_PER_BATCH);
            if (allocated == null) {
                throw new IllegalStateException("this Java runtime does not count what is allocated");
            }
            bytes.put(name(result), Math.round(allocated.getScore() / OPERATIONS));
        }
        return bytes;
    }

    private static Collection<RunResult> results() throws IOException {
        try {
            return new Runner(new OptionsBuilder()
                            .include(ParsingBenchmark.class.getPackageName())
                            .exclude(HashBenchmark.class.getSimpleName() + ".update")
                            .mode(Mode.SingleShotTime)
                            .addProfiler(GCProfiler.class)
                            .forks(1)
                            .jvmArgsAppend("-Xbatch")
                            .warmupIterations(WARMUPS)
                            .warmupBatchSize(OPERATIONS)
                            .measurementIterations(1)
                            .measurementBatchSize(OPERATIONS)
                            .verbosity(VerboseMode.SILENT)
                            .shouldFailOnError(true)
                            .build())
                    .run();
        } catch (RunnerException e) {
            throw new IOException(e);
        }
    }

    private static String name(RunResult result) {
        String full = result.getParams().getBenchmark();
        String method = full.substring(full.lastIndexOf('.', full.lastIndexOf('.') - 1) + 1);
        String parameters = result.getParams().getParamsKeys().stream()
                .map(key -> result.getParams().getParam(key))
                .collect(Collectors.joining(" "));
        return parameters.isEmpty() ? method : method + " " + parameters;
    }
}
