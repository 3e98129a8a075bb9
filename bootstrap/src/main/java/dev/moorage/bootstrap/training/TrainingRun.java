package dev.moorage.bootstrap.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the AOT cache's training run (JEP 483) while the package is built. It starts {@code moorage serve}, pushes and pulls
 * as many clients would, and stops the server. Java stores the classes that the server has loaded and linked by then in the
 * AOT cache, so that the registry starts faster. The clients are a separate process, so that their classes are not loaded at
 * every start.
 */
public final class TrainingRun {
    private static final Pattern LISTENS = Pattern.compile("moorage listens on (127\\.0\\.0\\.1:\\d+) .*");
    private static final long LONGEST_STOP_MINUTES = 5;

    /** Most servers have a file, so the classes that read one belong to the cache. A variable names the folder. */
    private static final String CONFIGURATION = """
            version: 0.1
            log:
              level: info
            storage:
              filesystem:
                rootdirectory: ./data
              delete:
                enabled: true
            http:
              addr: 127.0.0.1:0
            """;

    private TrainingRun() {}

    /**
     * @param arguments the folder to store in, followed by the command that serves the configuration file that is added to it.
     *     That file and the server's output are next to the folder
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> words = List.of(arguments);
        Path log = Path.of(words.getFirst() + ".log");
        Path file = Files.writeString(Path.of(words.getFirst() + ".yml"), CONFIGURATION);
        List<String> command = new ArrayList<>(words.subList(1, words.size()));
        command.add(file.toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY", words.getFirst());
        Process server = builder.start();
        try (BufferedReader output = server.inputReader();
                PrintStream lines = new PrintStream(Files.newOutputStream(log))) {
            train(server, output, lines);
        }
        if (server.exitValue() != 0) {
            throw new IllegalStateException("the server ended with " + server.exitValue() + ": see " + log);
        }
    }

    private static void train(Process server, BufferedReader output, PrintStream file)
            throws IOException, InterruptedException {
        Thread rest = Thread.ofVirtual().unstarted(() -> output.lines().forEach(file::println));
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            String address = address(output, file);
            rest.start();
            new Clients(client, address).pushAndPull();
        } finally {
            // Process.destroy would close the output, which is still being read. The handle's does not.
            server.toHandle().destroy();
            // Java writes the cache when it exits.
            if (!server.waitFor(LONGEST_STOP_MINUTES, TimeUnit.MINUTES)) {
                server.toHandle().destroyForcibly();
            }
            rest.join();
        }
    }

    private static String address(BufferedReader output, PrintStream file) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            file.println(line);
            Matcher listens = LISTENS.matcher(line);
            if (listens.matches()) {
                return listens.group(1);
            }
        }
        throw new IOException("the server has ended before it listened");
    }
}
