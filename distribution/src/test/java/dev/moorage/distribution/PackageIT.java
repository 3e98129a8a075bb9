package dev.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The package, as it is started, used, stopped and killed. */
class PackageIT extends PackageScenario {
    private static final byte[] BLOB = random(3, 3_000_000);
    private static final Digest DIGEST = Digest.of(DigestAlgorithm.SHA256, BLOB);

    private static String location(HttpResponse<?> response) {
        return response.headers().firstValue("Location").orElseThrow();
    }

    @Test
    void tellsItsVersion() throws IOException, InterruptedException {
        PackagedServer.Ended ended = PackagedServer.run(Map.of(), "version");
        assertThat(ended.status()).isZero();
        assertThat(ended.output()).startsWith("moorage 0.").contains("Java 25");
        assertThat(PackagedServer.run(Map.of(), "--version").output()).isEqualTo(ended.output());
    }

    @Test
    void helpsAndRefusesWhatItDoesNotKnow() throws IOException, InterruptedException {
        assertThat(PackagedServer.run(Map.of(), "--help").output())
                .contains("serve", "check-config", "drivers", "version");
        assertThat(PackagedServer.run(Map.of(), "sail").status()).isEqualTo(2);
        assertThat(PackagedServer.run(Map.of()).status()).isEqualTo(2);
    }

    @Test
    void checksAConfigurationAndNamesEveryKeyThatIsWrong() throws IOException, InterruptedException {
        assertThat(PackagedServer.run(Map.of(), "check-config").status()).isZero();
        PackagedServer.Ended bad = PackagedServer.run(
                Map.of("REGISTRY_HTTP_ADDR", "nowhere", "REGISTRY_LOG_LEVEL", "loud"), "check-config");
        assertThat(bad.status()).isEqualTo(2);
        assertThat(bad.errors()).contains("error: http.addr:", "error: log.level:");
        PackagedServer.Ended unknown = PackagedServer.run(Map.of("REGISTRY_STORAGE", "tape"), "serve");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.errors()).contains("storage.tape", "filesystem");
        Path file = Files.writeString(
                folder.resolve("config.yml"), "version: 0.1\nstorage: {filesystem: {rotdirectory: x}}\n");
        PackagedServer.Ended key = PackagedServer.run(Map.of(), "check-config", file.toString());
        assertThat(key.status()).isEqualTo(2);
        assertThat(key.errors()).contains("storage.filesystem", "rotdirectory");
    }

    @Test
    void variablesThatTheShellDropsReachTheServer() throws IOException, InterruptedException {
        Map<String, String> variables = Map.of(
                "REGISTRY_HTTP_HEADERS_Access-Control-Allow-Origin", "['https://ui.example.org']",
                "REGISTRY_HTTP_HEADERS_X-Two", "- one\n- two");
        try (PackagedServer server = PackagedServer.start(root(), folder.resolve("log"), variables)) {
            HttpResponse<byte[]> answer = send(server, "GET", "/v2/", new byte[0]);
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .contains("https://ui.example.org");
            assertThat(answer.headers().allValues("X-Two")).containsExactly("one", "two");
        }
    }

    @Test
    void wordsOfDistributionAreUnderstood() throws IOException, InterruptedException {
        assertThat(PackagedServer.run(Map.of(), "registry", "-v").output()).startsWith("moorage 0.");
        PackagedServer.Ended collected = PackagedServer.run(Map.of(), "registry", "garbage-collect", "config.yml");
        assertThat(collected.status()).isEqualTo(1);
        assertThat(collected.errors()).contains("moorage gc");
        PackagedServer.Ended missing = PackagedServer.run(Map.of(), "/nowhere/config.yml");
        assertThat(missing.status()).isEqualTo(2);
        assertThat(missing.errors()).isEqualTo("error: /nowhere/config.yml: does not exist\n");
    }

    @Test
    void anUploadGoesOnAfterTheServerWasKilledWithoutReadingItAgain() throws IOException, InterruptedException {
        String location;
        try (PackagedServer server = start()) {
            location = location(send(server, "POST", "/v2/a/blobs/uploads/", new byte[0]));
            location = location(send(server, "PATCH", location, Arrays.copyOf(BLOB, 1_000_000)));
            server.kill();
        }
        try (PackagedServer server = start()) {
            location = location(send(server, "PATCH", location, Arrays.copyOfRange(BLOB, 1_000_000, BLOB.length)));
            assertThat(send(server, "PUT", location + "&digest=" + DIGEST, new byte[0])
                            .statusCode())
                    .isEqualTo(201);
            assertThat(send(server, "GET", "/v2/a/blobs/" + DIGEST, new byte[0]).body())
                    .isEqualTo(BLOB);
            assertThat(server.stop()).isTrue();
        }
    }

    @Test
    void twoServersOverOneFolderTakeTurnsWithAnUpload() throws IOException, InterruptedException {
        try (PackagedServer one = start();
                PackagedServer other = start()) {
            String location = location(send(one, "POST", "/v2/a/blobs/uploads/", new byte[0]));
            for (int from = 0; from < BLOB.length; from += 300_000) {
                PackagedServer next = from % 600_000 == 0 ? other : one;
                location = location(send(next, "PATCH", location, Arrays.copyOfRange(BLOB, from, from + 300_000)));
            }
            assertThat(send(one, "PUT", location + "&digest=" + DIGEST, new byte[0])
                            .statusCode())
                    .isEqualTo(201);
            assertThat(send(other, "GET", "/v2/a/blobs/" + DIGEST, new byte[0]).body())
                    .isEqualTo(BLOB);
        }
    }

    @Test
    void ofTwoWritersInTwoProcessesWithOneTokenNoneSpoilsTheOther() throws Exception {
        try (PackagedServer one = start();
                PackagedServer other = start();
                ExecutorService writers = Executors.newCachedThreadPool()) {
            for (int round = 0; round < 20; round++) {
                String location = location(send(one, "POST", "/v2/a/blobs/uploads/", new byte[0]));
                byte[] mine = random(3, 400_000 + round);
                byte[] theirs = random(3, 400_001 + round);
                Future<Optional<String>> first = writers.submit(() -> accepted(one, location, mine));
                Future<Optional<String>> second = writers.submit(() -> accepted(other, location, theirs));
                Optional<String> winner = first.get().isPresent() ? first.get() : second.get();
                assertThat(winner).as("round %d", round).isPresent();
                byte[] content = first.get().isPresent() ? mine : theirs;
                Digest digest = Digest.of(DigestAlgorithm.SHA256, content);
                assertThat(send(other, "PUT", winner.get() + "&digest=" + digest, new byte[0])
                                .statusCode())
                        .as("round %d", round)
                        .isEqualTo(201);
                assertThat(send(one, "GET", "/v2/a/blobs/" + digest, new byte[0])
                                .body())
                        .isEqualTo(content);
            }
        }
    }

    /** Where a chunk was accepted, the upload's next location. */
    private Optional<String> accepted(PackagedServer server, String location, byte[] chunk)
            throws InterruptedException {
        try {
            HttpResponse<byte[]> response = send(server, "PATCH", location, chunk);
            assertThat(response.statusCode()).isIn(202, 416);
            return response.statusCode() == 202 ? Optional.of(location(response)) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty(); // Fenced in the middle, its connection is ended.
        }
    }

    @Test
    void aRequestInFlightIsFinishedWhenTheServerStops() throws Exception {
        try (PackagedServer server = start();
                ExecutorService clients = Executors.newCachedThreadPool()) {
            String location = location(send(server, "POST", "/v2/a/blobs/uploads/", new byte[0]));
            CountDownLatch sending = new CountDownLatch(1);
            CountDownLatch stopping = new CountDownLatch(1);
            Future<Integer> push = clients.submit(() -> {
                try (SlowPush slow = new SlowPush(server.address(), location + "&digest=" + DIGEST, BLOB)) {
                    slow.sendHalf();
                    sending.countDown();
                    stopping.await();
                    return slow.sendRest();
                }
            });
            sending.await();
            Future<Boolean> stopped = clients.submit(server::stop);
            while (server.accepts()) {
                Thread.onSpinWait();
            }
            stopping.countDown();
            assertThat(push.get()).isEqualTo(201);
            assertThat(stopped.get()).isTrue();
        }
    }

    @Test
    void aPausedRequestInFlightIsAnsweredWhenTheServerStops() throws Exception {
        try (PackagedServer server =
                PackagedServer.start(root(), folder.resolve("log"), Map.of("REGISTRY_HTTP_DRAINTIMEOUT", "1s"))) {
            String location = location(send(server, "POST", "/v2/a/blobs/uploads/", new byte[0]));
            try (SlowPush paused = new SlowPush(server.address(), location + "&digest=" + DIGEST, BLOB)) {
                paused.sendHalf();
                assertThat(server.stop()).isTrue();
                assertThat(paused.status()).isEqualTo(503);
            }
            assertThat(Files.readString(folder.resolve("log")))
                    .contains("method=\"PUT\"", "status=\"503\"")
                    .doesNotContain("ERROR", "Exception", "status=\"500\"");
        }
    }

    @Test
    void theAccessLogSaysHowMuchOfABlobHasGoneToAClientThatTakesNoMore() throws Exception {
        byte[] blob = random(3, 48 << 20);
        Digest digest = Digest.of(DigestAlgorithm.SHA256, blob);
        try (PackagedServer server = PackagedServer.start(
                        root(), folder.resolve("log"), Map.of("REGISTRY_HTTP_STALLTIMEOUT", "2s"));
                Socket stalled = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            assertThat(send(server, "POST", "/v2/a/blobs/uploads/?digest=" + digest, blob)
                            .statusCode())
                    .isEqualTo(201);
            stalled.getOutputStream()
                    .write("GET /v2/a/blobs/%s HTTP/1.1\r\nHost: x\r\n\r\n"
                            .formatted(digest)
                            .getBytes(StandardCharsets.US_ASCII));
            Pattern line = Pattern.compile("method=\"GET\" .* status=\"200\" .* sent=\"(\\d+)\"");
            Matcher logged = line.matcher("");
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (!logged.reset(Files.readString(folder.resolve("log"))).find()) {
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
            byte[] answer = stalled.getInputStream().readAllBytes();
            int head = new String(answer, 0, 2048, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
            assertThat(answer.length - head).isLessThan(blob.length);
            assertThat(Long.parseLong(logged.group(1))).isEqualTo(answer.length - head);
        }
    }

    @Test
    void nothingSecretIsLogged() throws IOException, InterruptedException {
        try (PackagedServer server = start()) {
            String location = location(send(server, "POST", "/v2/a/blobs/uploads/", new byte[0]));
            send(server, "GET", location, new byte[0]);
            send(server, "GET", "/v2/a/tags/list?canary=planted", new byte[0]);
            server.stop();
            assertThat(Files.readString(folder.resolve("log")))
                    .contains("path=\"/v2/a/tags/list\"")
                    .doesNotContain("_state", "planted", location.substring(location.indexOf('=') + 1), "a-secret-of");
        }
    }
}
