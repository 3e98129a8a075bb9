package dev.moorage.storage.tck;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link ChildProcess} as its test sees it. The test reads the lines that it has printed and decides when it ends. */
final class RunningChild implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final List<String> told = new ArrayList<>();
    private final Thread reader;
    private boolean silent;

    RunningChild(OtherProcess other, ChildWork work, String name, long seed) throws IOException {
        process = other.builder(ChildProcess.class, work.name(), name, Long.toString(seed))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        reader = Thread.ofPlatform().start(this::listen);
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            StringBuilder line = new StringBuilder();
            for (int next = lines.read(); next >= 0; next = lines.read()) {
                if (next == '\n') {
                    receive(line.toString().strip());
                    line.setLength(0);
                } else {
                    line.append((char) next);
                }
            }
        } catch (IOException _) {
            // The process has ended. An incomplete line does not count as a result.
        } finally {
            heardAll();
        }
    }

    private synchronized void receive(String line) {
        told.add(line);
        notifyAll();
    }

    private synchronized void heardAll() {
        silent = true;
        notifyAll();
    }

    private synchronized void awaitLines(int lines) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (told.size() < lines && !silent && System.nanoTime() - deadline < 0) {
            TimeUnit.SECONDS.timedWait(this, 1);
        }
        if (told.size() < lines) {
            throw new AssertionError("the other process does no more than " + told);
        }
    }

    /**
     * Waits until the process has printed the given number of lines, then for the given number of milliseconds. Then kills
     * it, as by SIGKILL.
     *
     * @return all lines that it has printed
     */
    List<String> killAfter(int lines, long millis) throws InterruptedException {
        awaitLines(lines);
        if (process.waitFor(millis, TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the other process has ended by itself, after " + told());
        }
        // Process.destroyForcibly would close the stream, and lose the lines in it that are not yet read.
        process.toHandle().destroyForcibly();
        return toldInTheEnd();
    }

    /**
     * Waits until the process ends by itself.
     *
     * @return all lines that it has printed
     */
    List<String> toldInTheEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the other process does not end, after " + told());
        }
        reader.join();
        return told();
    }

    private synchronized List<String> told() {
        return List.copyOf(told);
    }

    @Override
    public void close() {
        process.toHandle().destroyForcibly();
    }
}
