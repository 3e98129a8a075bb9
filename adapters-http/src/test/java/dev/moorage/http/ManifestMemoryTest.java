package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.memory.MemoryBudget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests manifests when the memory for them is short: 3 MiB for large ones, and 1 MiB for the others. */
class ManifestMemoryTest {
    private static final String TYPE = "application/vnd.example+json";
    private static final int BUDGET = 4 << 20;

    private static byte[] manifest(int bytes) {
        String head = "{\"mediaType\":\"" + TYPE + "\",\"x\":\"";
        return (head + "x".repeat(bytes - head.length() - 2) + "\"}").getBytes(StandardCharsets.US_ASCII);
    }

    private static RawClient.Answer put(RunningRegistry registry, String tag, byte[] manifest) throws IOException {
        try (RawClient client = registry.client()) {
            return client.send("PUT /v2/a/manifests/" + tag, manifest, "Content-Type: " + TYPE);
        }
    }

    /** A client that has sent half of a manifest of 2 MiB, and stays connected. */
    private static RawClient stalled(RunningRegistry registry) throws IOException {
        RawClient client = registry.client();
        client.write(("PUT /v2/a/manifests/stalled HTTP/1.1\r\nHost: registry\r\nContent-Type: " + TYPE
                        + "\r\nContent-Length: " + (2 << 20) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        client.write(new byte[1 << 20]);
        return client;
    }

    /** Waits until the stalled body holds its memory. From then on another large body gets none. */
    private static RawClient.Answer refused(RunningRegistry registry) throws IOException {
        RawClient.Answer answer;
        do {
            answer = put(registry, "large", manifest(2 << 20));
        } while (answer.status() == 201);
        return answer;
    }

    @Test
    void aManifestThatFindsNoMemoryIsRefusedAndSmallOnesGoOn() throws IOException {
        MemoryBudget memory = new MemoryBudget(BUDGET, Duration.ofMillis(50), Duration.ofHours(1));
        try (RunningRegistry registry = new RunningRegistry(memory);
                RawClient _ = stalled(registry)) {
            RawClient.Answer refused = refused(registry);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("UNAVAILABLE");
            assertThat(refused.header("Retry-After")).contains("5");
            assertThat(put(registry, "small", manifest(60_000)).status()).isEqualTo(201);
            try (RawClient client = registry.client()) {
                assertThat(client.send("GET /v2/a/manifests/small").body()).isEqualTo(manifest(60_000));
            }
        }
    }

    @Test
    void aSilentClientLosesItsMemoryToOneThatWaits() throws IOException {
        MemoryBudget memory = new MemoryBudget(BUDGET, Duration.ofSeconds(20), Duration.ZERO);
        try (RunningRegistry registry = new RunningRegistry(memory)) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                clients.add(stalled(registry));
            }
            byte[] large = manifest(2 << 20);
            assertThat(put(registry, "large", large).status()).isEqualTo(201);
            try (RawClient client = registry.client()) {
                assertThat(client.send("GET /v2/a/manifests/large").body()).isEqualTo(large);
            }
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void manyLargeManifestsAtOnceAreAllTakenOneAfterTheOther() throws Exception {
        MemoryBudget memory = new MemoryBudget(BUDGET, Duration.ofMinutes(1), Duration.ofHours(1));
        try (RunningRegistry registry = new RunningRegistry(memory)) {
            List<Thread> clients = new ArrayList<>();
            List<Integer> statuses = Collections.synchronizedList(new ArrayList<>());
            for (int i = 0; i < 24; i++) {
                String tag = "t" + i;
                clients.add(Thread.ofVirtual().start(() -> {
                    try {
                        statuses.add(put(registry, tag, manifest((2 << 20) + tag.length()))
                                .status());
                    } catch (IOException _) {
                        statuses.add(0);
                    }
                }));
            }
            for (Thread client : clients) {
                client.join();
            }
            assertThat(statuses).hasSize(24).containsOnly(201);
        }
    }
}
