package dev.moorage.bootstrap.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Counts the source files whose code runs for a request over the filesystem, above the storage port and behind Jetty's
 * connections: what somebody reads who follows it. The lists are printed. The limits are the counts of today, so that one more
 * file is a decision (docs/adr/0072).
 */
class FilesOfRequestsTest {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String BYTES = "application/octet-stream";
    private static final byte[] LAYER = new byte[1 << 20];
    private static final byte[] CONFIG = "{}".getBytes(StandardCharsets.US_ASCII);
    private static final Map<String, Integer> LIMITS = Map.of("PATCH", 70, "PUT manifest", 81, "GET blob", 46);

    private final Map<String, List<String>> files = new TreeMap<>();

    @TempDir
    private Path root;

    @Test
    void aRequestRunsTheCodeOfFewFiles() throws Exception {
        Class<?> registry = new RecordingLoader(getClass().getClassLoader()).loadClass(StartedRegistry.class.getName());
        try (AutoCloseable started =
                (AutoCloseable) registry.getConstructor(Path.class).newInstance(root)) {
            int port = ((IntSupplier) started).getAsInt();
            LAYER[0] = 1;
            pushAndPull(port); // What runs once in a process does not count.
            LAYER[0] = 2;
            pushAndPull(port);
        }
        files.forEach((request, run) -> {
            System.out.println(request + ": " + run.size() + " files");
            run.forEach(file -> System.out.println("  " + file));
        });
        LIMITS.forEach((request, limit) -> assertThat(files.get(request))
                .as("%s", request)
                .hasSizeLessThanOrEqualTo(limit)
                .contains("dev.moorage.http.RegistryServlet"));
        assertThat(files.get("PATCH")).contains("dev.moorage.domain.upload.UploadProtocol");
    }

    private static boolean isOnTheWay(String file) {
        return !file.startsWith("dev.moorage.storage.") && !file.startsWith("dev.moorage.http.jetty.");
    }

    private void pushAndPull(int port) throws Exception {
        String upload = location(send(port, "POST", "POST", "/v2/a/blobs/uploads/", BYTES));
        upload = location(send(port, "PATCH", "PATCH", upload, BYTES, LAYER));
        String layer = digest(LAYER);
        send(port, "PUT blob", "PUT", upload + "&digest=" + layer, BYTES);
        send(port, "POST blob", "POST", "/v2/a/blobs/uploads/?digest=" + digest(CONFIG), BYTES, CONFIG);
        byte[] manifest = """
                {"schemaVersion":2,"mediaType":"%s",
                "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},
                "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"%s","size":%d}]}""".formatted(MANIFEST, digest(CONFIG), CONFIG.length, layer, LAYER.length)
                .getBytes(StandardCharsets.US_ASCII);
        send(port, "PUT manifest", "PUT", "/v2/a/manifests/v" + LAYER[0], MANIFEST, manifest);
        send(port, "GET manifest", "GET", "/v2/a/manifests/v" + LAYER[0], MANIFEST);
        send(port, "GET blob", "GET", "/v2/a/blobs/" + layer, BYTES);
        send(port, "GET tags", "GET", "/v2/a/tags/list", BYTES);
    }

    private static String digest(byte... content) {
        return Digest.of(DigestAlgorithm.CANONICAL, content).toString();
    }

    private static String location(String head) {
        return head.lines()
                .filter(line -> line.startsWith("Location: "))
                .map(line -> line.substring("Location: ".length()).replaceFirst("http://[^/]*", ""))
                .findFirst()
                .orElseThrow();
    }

    /** Sends a request on a connection that the server closes after the last step of the request, and keeps what has run. */
    private String send(int port, String name, String method, String path, String type, byte... body) throws Exception {
        String head =
                "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                        .formatted(method, path, type, body.length);
        RunFiles.reset();
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answer).as(name).startsWith("HTTP/1.1 20");
            files.put(
                    name,
                    RunFiles.sorted().stream()
                            .filter(FilesOfRequestsTest::isOnTheWay)
                            .toList());
            return answer;
        }
    }
}
