package dev.moorage.bootstrap.training;

import dev.moorage.application.hash.Hasher;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** The clients of the training run, which do what most clients of a registry do. */
final class Clients {
    private static final int AT_ONCE = 4;
    private static final int SMALL_PUSHES = 10;
    private static final int READS = 10;
    private static final int SMALL = 4096;
    private static final byte[] PIECE = new byte[1 << 20];
    private static final int PIECES = 16;
    private static final String MANIFEST = "/v2/training/manifests/latest";

    private final HttpClient client;
    private final String base;

    /**
     * @param address the server's host and port
     */
    Clients(HttpClient client, String address) {
        this.client = client;
        this.base = "http://" + address;
    }

    void pushAndPull() throws IOException, InterruptedException {
        require(send("GET", "/v2/"), 200);
        Digest config = push("{}".getBytes(StandardCharsets.UTF_8));
        require(send("PUT", MANIFEST, BodyPublishers.ofString(manifest(config))), 201);
        require(send("GET", "/v2/training/tags/list"), 200);
        require(send("GET", "/v2/_catalog"), 200);
        atOnce(which -> {
            for (int i = 0; i < SMALL_PUSHES; i++) {
                byte[] content =
                        ByteBuffer.allocate(SMALL).putInt(which).putInt(i).array();
                push(content);
            }
        });
        atOnce(_ -> {
            for (int i = 0; i < READS; i++) {
                require(send("HEAD", MANIFEST), 200);
                require(send("GET", MANIFEST), 200);
                require(send("GET", "/v2/training/blobs/" + config), 200);
            }
        });
        pull(pushWhole());
        pull(pushStream());
    }

    private static String manifest(Digest config) {
        return """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
                "config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"%s","size":2},"layers":[]}""".formatted(config);
    }

    private Digest push(byte[] content) throws IOException, InterruptedException {
        Digest digest = Digest.of(DigestAlgorithm.CANONICAL, content);
        require(send("PUT", ending(started(), digest), BodyPublishers.ofByteArray(content)), 201);
        return digest;
    }

    /** Pushes a large blob monolithically: one PUT with a Content-Length. */
    private Digest pushWhole() throws IOException, InterruptedException {
        Digest digest = largeDigest(PIECES);
        BodyPublisher body = BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> large(PIECES)), (long) PIECES * PIECE.length);
        require(send("PUT", ending(started(), digest), body), 201);
        return digest;
    }

    /** Pushes another large blob by one PATCH without a Content-Length. */
    private Digest pushStream() throws IOException, InterruptedException {
        HttpResponse<Void> patched = send("PATCH", started(), BodyPublishers.ofInputStream(() -> large(PIECES + 1)));
        require(patched, 202);
        Digest digest = largeDigest(PIECES + 1);
        require(send("PUT", ending(location(patched), digest)), 201);
        return digest;
    }

    private static InputStream large(int pieces) {
        return new SequenceInputStream(Collections.enumeration(IntStream.range(0, pieces)
                .<InputStream>mapToObj(_ -> new ByteArrayInputStream(PIECE))
                .toList()));
    }

    private static Digest largeDigest(int pieces) {
        Hasher hasher = Hasher.of(DigestAlgorithm.CANONICAL);
        for (int i = 0; i < pieces; i++) {
            hasher.update(ByteBuffer.wrap(PIECE));
        }
        return hasher.digest();
    }

    private void pull(Digest digest) throws IOException, InterruptedException {
        require(send("GET", "/v2/training/blobs/" + digest), 200);
    }

    private String started() throws IOException, InterruptedException {
        return location(send("POST", "/v2/training/blobs/uploads/"));
    }

    private static String location(HttpResponse<Void> response) {
        return response.headers().firstValue("Location").orElseThrow();
    }

    private static String ending(String upload, Digest digest) {
        return upload + "&digest=" + digest;
    }

    private HttpResponse<Void> send(String method, String path) throws IOException, InterruptedException {
        return send(method, path, BodyPublishers.noBody());
    }

    private HttpResponse<Void> send(String method, String path, BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base).resolve(path))
                .method(method, body)
                .build();
        return client.send(request, BodyHandlers.discarding());
    }

    private static void require(HttpResponse<Void> response, int status) {
        if (response.statusCode() != status) {
            throw new IllegalStateException("the training run got " + response.statusCode() + " instead of " + status
                    + " from " + response.request().method() + " " + response.uri());
        }
    }

    /** One step of a client. */
    @FunctionalInterface
    private interface Task {
        void run(int which) throws IOException, InterruptedException;
    }

    private static void atOnce(Task task) throws IOException, InterruptedException {
        List<Callable<Void>> tasks = IntStream.range(0, AT_ONCE)
                .<Callable<Void>>mapToObj(which -> () -> {
                    task.run(which);
                    return null;
                })
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> ended : threads.invokeAll(tasks)) {
                ended.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a client failed", e.getCause());
        }
    }
}
