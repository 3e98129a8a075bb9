package dev.moorage.upstream;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Credentials of a program that speaks the protocol of Docker's credential helpers: it is run with {@code get}, reads the address of the
 * registry, and writes JSON.
 */
public final class CredentialHelper implements UpstreamCredentials.Source {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MAX_BYTES = 64 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String command;
    private final String remote;
    private final Optional<Duration> life;
    private final InstantSource clock;
    private final Duration patience;
    private Optional<UpstreamCredentials> known = Optional.empty();
    private Instant asked = Instant.MIN;

    /**
     * @param command the program
     * @param remote the address of the registry
     * @param life how long credentials are used. Empty for ever
     */
    public CredentialHelper(String command, String remote, Optional<Duration> life, InstantSource clock) {
        this(command, remote, life, clock, PATIENCE);
    }

    CredentialHelper(String command, String remote, Optional<Duration> life, InstantSource clock, Duration patience) {
        this.command = command;
        this.remote = remote;
        this.life = life;
        this.clock = clock;
        this.patience = patience;
    }

    @Override
    public synchronized Optional<UpstreamCredentials> get() throws IOException {
        Instant now = clock.instant();
        boolean fresh =
                known.isPresent() && (life.isEmpty() || asked.plus(life.get()).isAfter(now));
        if (!fresh) {
            known = Optional.of(run());
            asked = now;
        }
        return known;
    }

    private UpstreamCredentials run() throws IOException {
        Process process = new ProcessBuilder(command, "get")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            JsonNode node = JSON.readTree(output(process));
            return new UpstreamCredentials(
                    node.path("Username").asString(""), node.path("Secret").asString(""));
        } catch (JacksonException _) {
            throw new IOException("the credential helper " + command + " writes no JSON");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Returns what the program writes. It is read on another thread, since a program that hangs never ends its output. */
    private byte[] output(Process process) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        FutureTask<byte[]> output =
                new FutureTask<>(() -> process.getInputStream().readNBytes(MAX_BYTES));
        Thread.ofPlatform().daemon().name("credential helper").start(output);
        try (OutputStream in = process.getOutputStream()) {
            in.write(remote.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // A program for one registry need not read which one is asked for.
        }
        try {
            byte[] written = output.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS) && process.exitValue() == 0) {
                return written;
            }
        } catch (TimeoutException | ExecutionException _) {
            // Reported below.
        }
        throw new IOException("the credential helper " + command + " failed");
    }
}
