package dev.moorage.bootstrap;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.digest.Hasher;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The client of a rehearsal: runs {@code moorage serve}, pushes to it, pulls from it and ends it, while the package is made. What the server has
 * loaded and linked by then goes into the AOT cache, so that the registry starts faster; the client is a process of its own, since what it loads
 * would be loaded at every start.
 */
public final class Rehearsal {
    private static final Duration LONGEST_START = Duration.ofMinutes(1);
    private static final Duration LONGEST_STOP = Duration.ofMinutes(5);

    private static final int ENDED_BY_SIGTERM = 128 + 15;

    private final HttpClient client;
    private final String base;

    private Rehearsal(HttpClient client, int port) {
        this.client = client;
        this.base = "http://127.0.0.1:" + port;
    }

    /**
     * @param arguments a folder to store in, beside which the server's output goes into a file; and the command that serves
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> words = List.of(arguments);
        int port = freePort();
        File output = new File(words.getFirst() + ".log");
        ProcessBuilder command = new ProcessBuilder(words.subList(1, words.size()))
                .redirectErrorStream(true)
                .redirectOutput(output);
        command.environment()
                .putAll(Map.of(
                        "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY",
                        words.getFirst(),
                        "REGISTRY_HTTP_ADDR",
                        "127.0.0.1:" + port));
        Process server = command.start();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            Rehearsal rehearsal = new Rehearsal(client, port);
            rehearsal.awaitServer(server);
            rehearsal.pushAndPull();
        } finally {
            server.destroy();
            // Java makes the cache as it ends.
            if (!server.waitFor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        }
        if (server.exitValue() != ENDED_BY_SIGTERM) {
            throw new IllegalStateException("the server ended with " + server.exitValue() + ": see " + output);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitServer(Process server) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        while (true) {
            try {
                require(send("GET", "/v2/", ""), 200);
                return;
            } catch (ConnectException e) {
                if (!server.isAlive() || System.nanoTime() > deadline) {
                    throw e;
                }
                // Only when a package is made: nothing but the log tells when a server listens.
                Thread.sleep(10);
            }
        }
    }

    private void pushAndPull() throws IOException, InterruptedException {
        String content = "{}";
        Digest digest = Hasher.digest(DigestAlgorithm.CANONICAL, content.getBytes(StandardCharsets.UTF_8));
        String first = started();
        String second =
                send("PATCH", first, content).headers().firstValue("Location").orElseThrow();
        require(send("PUT", second + "&digest=" + digest, ""), 201);
        require(send("PUT", started() + "&digest=" + digest, content), 201);
        require(send("GET", "/v2/rehearsal/blobs/" + digest, ""), 200);
        String manifest = """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
                "config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"%s","size":2},"layers":[]}""".formatted(digest);
        require(send("PUT", "/v2/rehearsal/manifests/latest", manifest), 201);
        require(send("GET", "/v2/rehearsal/manifests/latest", ""), 200);
        require(send("GET", "/v2/rehearsal/tags/list", ""), 200);
        require(send("GET", "/v2/_catalog", ""), 200);
    }

    private String started() throws IOException, InterruptedException {
        return send("POST", "/v2/rehearsal/blobs/uploads/", "")
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static void require(HttpResponse<String> response, int status) {
        if (response.statusCode() != status) {
            throw new IllegalStateException(
                    "the rehearsal got " + response.statusCode() + " instead of " + status + ": " + response.body());
        }
    }
}
