package dev.moorage.benchmarks.load.server;

import dev.moorage.benchmarks.load.client.Endpoint;
import dev.moorage.benchmarks.load.client.HttpConnection;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.HttpsURLConnection;

/** A server process that this tool started, and that answers requests. */
public final class ServerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long BETWEEN_TRIES_NANOS = 500_000;
    private static final Duration IDLE_WINDOW = Duration.ofMillis(200);
    private static final double IDLE_CPU_SECONDS = 0.02;

    private final Process process;
    private final Endpoint endpoint;
    private final Duration startTime;

    private ServerProcess(Process process, Endpoint endpoint, Duration startTime) {
        this.process = process;
        this.endpoint = endpoint;
        this.startTime = startTime;
    }

    /**
     * Runs a command, and waits until {@code /v2/} is answered with 200.
     *
     * @param site names the log file and the TLS settings
     * @throws IOException the process ended, or does not answer. The message contains its output.
     */
    static ServerProcess start(
            List<String> command, Map<String, String> environment, InetSocketAddress address, Site site)
            throws IOException {
        return start(command, environment, Endpoint.of(address), site);
    }

    /** As with an address, where {@code /v2/} is answered with 200 to requests with the fields of the endpoint alone. */
    static ServerProcess start(List<String> command, Map<String, String> environment, Endpoint endpoint, Site site)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(site.log().toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("REGISTRY_") || name.contains("JAVA"));
        builder.environment().putAll(environment);
        long start = System.nanoTime();
        Process process = builder.start();
        while (!answers(endpoint, site.tls())) {
            boolean late = System.nanoTime() - start > PATIENCE.toNanos();
            if (late || !process.isAlive()) {
                process.destroyForcibly();
                throw new IOException(
                        (late ? "no answer from " : "it ended: ") + command + "\n" + Files.readString(site.log()));
            }
            LockSupport.parkNanos(BETWEEN_TRIES_NANOS);
        }
        return new ServerProcess(process, endpoint, Duration.ofNanos(System.nanoTime() - start));
    }

    private static boolean answers(Endpoint endpoint, Optional<SelfSigned> tls) throws IOException {
        if (tls.isPresent()) {
            return answersOverTls(endpoint.address(), tls.get());
        }
        try (HttpConnection connection = HttpConnection.openSmall(endpoint)) {
            return connection.status("/v2/") == 200;
        } catch (ConnectException _) {
            return false;
        }
    }

    private static boolean answersOverTls(InetSocketAddress address, SelfSigned tls) throws IOException {
        URI base = URI.create("https://127.0.0.1:" + address.getPort() + "/v2/");
        HttpsURLConnection connection = (HttpsURLConnection) base.toURL().openConnection();
        connection.setSSLSocketFactory(tls.trusting().getSocketFactory());
        try {
            return connection.getResponseCode() == 200;
        } catch (ConnectException _) {
            return false;
        } finally {
            connection.disconnect();
        }
    }

    /** The address that the server listens on. */
    public InetSocketAddress address() {
        return endpoint.address();
    }

    /** Where the server listens, and what requests to it have. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** Returns this process with other fields of requests to it. */
    ServerProcess at(Endpoint other) {
        return new ServerProcess(process, other, startTime);
    }

    /** The time from before the process was started to its first answer. */
    public Duration startTime() {
        return startTime;
    }

    /** The CPU time and memory that the process has used. */
    public ProcessUsage usage() throws IOException {
        return ProcessUsage.of(process.pid());
    }

    /** Resets the peak memory of the process, where the system allows it. */
    public void resetPeak() {
        ProcessUsage.resetPeak(process.pid());
    }

    /**
     * Waits, for a limited time, until the process is idle. Work that it does after its last answer then does not slow the
     * next contender.
     */
    public void awaitIdle() throws IOException {
        long start = System.nanoTime();
        double used = usage().cpuSeconds();
        while (System.nanoTime() - start < PATIENCE.toNanos()) {
            LockSupport.parkNanos(IDLE_WINDOW.toNanos());
            double now = usage().cpuSeconds();
            if (now - used < IDLE_CPU_SECONDS) {
                return;
            }
            used = now;
        }
    }

    /** Terminates the process as an operator would, and kills it if that takes too long. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a server ended", e);
        }
    }
}
