package dev.moorage.benchmarks.collection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that has run to its end.
 *
 * @param output its standard output
 * @param seconds from its start to its end
 * @param cpuSeconds user and system time, as it was shortly before the end
 */
record TimedCommand(String output, double seconds, double cpuSeconds) {
    private static final int SAMPLE_MILLIS = 20;
    private static final int LONGEST_END = 2000;

    /**
     * Runs a program.
     *
     * @param folder for its output
     * @throws IOException it ended with another status than 0. The message has the end of its output
     */
    static TimedCommand run(Path folder, Map<String, String> environment, List<String> command) throws IOException {
        Path output = Files.createTempFile(folder, "output", "");
        Path errors = Files.createTempFile(folder, "errors", "");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("REGISTRY_") || name.contains("JAVA"));
        builder.environment().putAll(environment);
        long began = System.nanoTime();
        Process process = builder.start();
        Duration cpu = Duration.ZERO;
        try {
            while (!process.waitFor(SAMPLE_MILLIS, TimeUnit.MILLISECONDS)) {
                cpu = process.info().totalCpuDuration().orElse(cpu);
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a program ran", e);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        String text = Files.readString(output);
        if (process.exitValue() != 0) {
            String all = text + Files.readString(errors);
            throw new IOException(command + " ended with " + process.exitValue() + ": "
                    + all.substring(Math.max(0, all.length() - LONGEST_END)));
        }
        return new TimedCommand(text, seconds, cpu.toMillis() / 1e3);
    }

    /** Returns the last line of the output. */
    String lastLine() {
        return output.stripTrailing().lines().reduce("", (_, line) -> line);
    }
}
