package dev.moorage.distribution;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The package as it was built, in a process of its own, on a free port. */
final class PackagedServer implements AutoCloseable {
    private static final Pattern LISTENS =
            Pattern.compile("moorage listens on 127\\.0\\.0\\.1:(\\d+) and stores in .*");
    static final Path HOME =
            Path.of(System.getProperty("moorage.package", "target/moorage")).toAbsolutePath();

    private final Process process;
    private final int port;

    private PackagedServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Runs the program to its end. */
    record Ended(int status, String output, String errors) {}

    static Ended run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        return runIn(HOME, environment, arguments);
    }

    /** Runs the program of a package that is somewhere else. */
    static Ended runIn(Path home, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Process process = builder(home, environment, arguments).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output, errors);
    }

    /** Begins to run the program, and throws away what it prints. */
    static Process begin(Map<String, String> environment, String... arguments) throws IOException {
        return builder(HOME, environment, arguments)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static ProcessBuilder builder(Path home, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(home.resolve("bin/moorage").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("REGISTRY_") || name.contains("JAVA"));
        builder.environment().putAll(environment);
        return builder;
    }

    /** Starts it over a folder. */
    static PackagedServer start(Path root, Path log) throws IOException {
        return start(root, log, "");
    }

    /** Starts it over a folder, with more options for Java. */
    static PackagedServer start(Path root, Path log, String javaOptions) throws IOException {
        return start(root, log, Map.of("MOORAGE_JAVA_OPTS", javaOptions));
    }

    /** Starts it over a folder, with more variables and with further arguments of {@code serve}. */
    static PackagedServer start(Path root, Path log, Map<String, String> more, String... arguments) throws IOException {
        ProcessBuilder builder = builder(
                HOME,
                Map.of(
                        "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY",
                        root.toString(),
                        "REGISTRY_HTTP_ADDR",
                        "127.0.0.1:0",
                        "REGISTRY_HTTP_SECRET",
                        "a-secret-of-thirty-two-bytes-or-more"),
                Stream.concat(Stream.of("serve"), Arrays.stream(arguments)).toArray(String[]::new));
        builder.environment().putAll(more);
        Process process = builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        BufferedReader output = process.inputReader();
        String line = output.readLine();
        Matcher matcher = LISTENS.matcher(String.valueOf(line));
        if (!matcher.matches()) {
            process.destroyForcibly();
            throw new IOException("the server said " + line + " and logged " + Files.readString(log));
        }
        return new PackagedServer(process, Integer.parseInt(matcher.group(1)));
    }

    int port() {
        return port;
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /** Whether it takes connections. */
    boolean accepts() {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** Stops the server as an operator would. Returns whether it ended in time and in order. */
    boolean stop() throws InterruptedException {
        process.destroy();
        return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    /** Waits until it has ended by itself, and returns its status. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the server lives on");
        }
        return process.exitValue();
    }

    /** Ends it as a power cut would end it. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
