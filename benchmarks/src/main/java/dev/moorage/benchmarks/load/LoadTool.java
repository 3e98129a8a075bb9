package dev.moorage.benchmarks.load;

import dev.moorage.benchmarks.load.options.Option;
import dev.moorage.benchmarks.load.options.Options;
import dev.moorage.benchmarks.load.report.Machine;
import dev.moorage.benchmarks.load.report.Report;
import dev.moorage.benchmarks.load.report.Result;
import dev.moorage.benchmarks.load.scenario.Scenario;
import dev.moorage.benchmarks.load.scenario.Scenarios;
import dev.moorage.benchmarks.load.scenario.Workshop;
import dev.moorage.benchmarks.load.server.Command;
import dev.moorage.benchmarks.load.server.Contender;
import dev.moorage.benchmarks.load.server.MemoryInfo;
import dev.moorage.benchmarks.load.server.ProcessUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The main class of the load tool: runs the scenarios, and writes the report. */
public final class LoadTool {
    private static final int PATIENCE_SECONDS = 5;

    private final Options options;
    private final String commandLine;
    private final List<Contender> contenders;
    private final long seed;

    private LoadTool(Options options, String commandLine) {
        this.options = options;
        this.commandLine = commandLine;
        this.contenders = Contenders.chosen(options);
        this.seed = options.text(Option.SEED)
                .map(Long::parseLong)
                .orElseGet(() -> ThreadLocalRandom.current().nextLong());
    }

    /** Runs the tool. The exit status is 1 when a scenario failed, and 2 when the command line is invalid. */
    public static void main(String[] arguments) {
        if (List.of(arguments).contains("--help")) {
            System.out.println("benchmarks/run [OPTION VALUE]...\n" + Options.help());
            return;
        }
        try {
            LoadTool tool = new LoadTool(Options.parse(List.of(arguments)), String.join(" ", arguments));
            System.exit(tool.run() ? 0 : 1);
        } catch (IllegalArgumentException e) {
            System.err.println("error: " + e.getMessage());
            System.exit(2);
        } catch (IOException e) {
            System.err.println("error: " + e.getMessage());
            System.exit(1);
        }
    }

    private boolean run() throws IOException {
        try (Workshop workshop = new Workshop(options, seed)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> abandon(workshop)));
            List<Scenario> scenarios = Scenarios.chosen(options, workshop);
            List<String> conditions = conditions(workshop);
            if (options.fill()) {
                System.err.println("filling the page cache");
                workshop.fillPageCache(
                        options.text(Option.FILL).isPresent()
                                ? options.bytes(Option.FILL)
                                : MemoryInfo.read().totalBytes());
            }
            List<Result> results = new ArrayList<>();
            boolean sound = true;
            for (Scenario scenario : scenarios) {
                List<Contender> taking =
                        contenders.stream().filter(scenario::includes).toList();
                if (taking.isEmpty()) {
                    System.err.println(scenario.name() + ": skipped, what it needs is not installed");
                    continue;
                }
                try {
                    results.add(new Runner(System.err).run(scenario, taking));
                } catch (IOException | RuntimeException e) {
                    System.err.println(scenario.name() + ": FAILED");
                    e.printStackTrace();
                    sound = false;
                }
                write(new Report(
                        conditions, contenders.stream().map(Contender::name).toList(), results));
            }
            System.out.print(Files.readString(Path.of(options.required(Option.REPORT))));
            return sound;
        }
    }

    private List<String> conditions(Workshop workshop) throws IOException {
        List<String> conditions = new ArrayList<>();
        conditions.add(
                Instant.now().truncatedTo(ChronoUnit.SECONDS) + ", `benchmarks/run " + commandLine + "`, seed " + seed);
        if (options.smoke()) {
            conditions.add("a smoke run: these figures say nothing");
        } else if (!options.fill()) {
            conditions.add("the page cache was not filled: writes may have found fresh memory");
        }
        if (!ProcessUsage.resetPeak(ProcessHandle.current().pid())) {
            conditions.add(
                    "peaks of memory are from the start of each server on: this system does not let them begin anew");
        }
        conditions.add(Machine.here(workshop.folder()).toString());
        for (Contender contender : contenders) {
            conditions.add(contender.name() + ": " + contender.version());
        }
        conditions.add("client: Java " + Runtime.version()
                + (Command.find("skopeo").isPresent() ? ", " + Command.output("skopeo", "--version") : ""));
        return conditions;
    }

    /** Writes the report. Called after each scenario, so that its results are kept if a later one fails. */
    private void write(Report report) throws IOException {
        Path file = Path.of(options.required(Option.REPORT)).toAbsolutePath();
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, report.markdown());
    }

    /**
     * Called on interruption. Ends the servers, which are all the processes that this one has started, and deletes the data.
     */
    private static void abandon(Workshop workshop) {
        List<ProcessHandle> started = ProcessHandle.current().descendants().toList();
        started.forEach(ProcessHandle::destroy);
        CompletableFuture.allOf(started.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        started.forEach(ProcessHandle::destroyForcibly);
        try {
            workshop.close();
        } catch (IOException e) {
            System.err.println("some data stays in " + workshop.folder() + ": " + e.getMessage());
        }
    }
}
