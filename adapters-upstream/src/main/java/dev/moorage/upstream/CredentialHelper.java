package dev.moorage.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
    private static final int SECONDS = 10;

    private final String command;
    private final String remote;
    private final Optional<Duration> life;
    private final InstantSource clock;
    private Optional<UpstreamCredentials> known = Optional.empty();
    private Instant asked = Instant.MIN;

    /**
     * @param command the program
     * @param remote the address of the registry
     * @param life how long credentials are used. Empty for ever
     */
    public CredentialHelper(String command, String remote, Optional<Duration> life, InstantSource clock) {
        this.command = command;
        this.remote = remote;
        this.life = life;
        this.clock = clock;
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
            try (OutputStream in = process.getOutputStream()) {
                in.write(remote.getBytes(StandardCharsets.UTF_8));
            }
            byte[] output;
            try (InputStream out = process.getInputStream()) {
                output = out.readNBytes(MAX_BYTES);
            }
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("the credential helper " + command + " failed");
            }
            JsonNode node = JSON.readTree(output);
            return new UpstreamCredentials(
                    node.path("Username").asString(""), node.path("Secret").asString(""));
        } catch (JacksonException _) {
            throw new IOException("the credential helper " + command + " writes no JSON");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
