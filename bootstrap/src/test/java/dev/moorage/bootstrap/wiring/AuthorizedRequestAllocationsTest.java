package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.moorage.bootstrap.config.Defaults;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * Guards what access control adds to the memory that a request takes: HEAD of a manifest over HTTP, of a registry that anyone may
 * use, and of one with users, a file of rules and tokens. A JSON parser or a signature in each request would show.
 */
class AuthorizedRequestAllocationsTest {
    private static final int WARM_UP = 3_000;
    private static final int REQUESTS = 3_000;
    private static final int LONGEST_HEAD = 8192;
    private static final String INDEX =
            "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[]}";

    @TempDir
    private Path folder;

    private static String basic() {
        return "Basic " + Base64.getEncoder().encodeToString("alice:secret".getBytes(StandardCharsets.UTF_8));
    }

    private Registry start(String access) throws Exception {
        Path file = Files.writeString(folder.resolve("config.yml"), """
                version: 0.1
                storage: inmemory
                log: {level: warn, accesslog: {disabled: true}}
                http: {addr: "127.0.0.1:0", secret: 0123456789abcdef0123456789abcdef}
                """ + access);
        return Registry.start(Features.configurationReader(Defaults.QUICK_START)
                .read(Optional.of(file), Map.of())
                .configuration());
    }

    private Registry guarded() throws Exception {
        Path users = Files.writeString(
                folder.resolve("users"), "alice:$5$saltsalt$0IyaXrmV7.sGNS6tirgqHLqX/G.FBvgkYA.lpPdS5sA\n");
        Path rules = Files.writeString(folder.resolve("access.yml"), """
                groups: {release: [bob]}
                rules:
                  - {who: anonymous, may: pull, repositories: "public/**"}
                  - {who: "@release", may: push, repositories: "prod/**", tags: "v*"}
                  - {who: everyone, deny: delete, repositories: "prod/**"}
                  - {who: alice, may: push, repositories: ["team/**", "{user}/**"]}
                """);
        return start("auth: {htpasswd: {path: '" + users + "'}}\naccess: {file: '" + rules + "'}\n");
    }

    private static String send(Registry registry, String method, String path, String credentials, String body)
            throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + registry.port() + path))
                    .header("Content-Type", "application/vnd.oci.image.index.v1+json")
                    .method(method, BodyPublishers.ofString(body));
            if (!credentials.isEmpty()) {
                request.header("Authorization", credentials);
            }
            return client.send(request.build(), BodyHandlers.ofString()).body();
        }
    }

    /** Returns the bytes that one request takes in the whole process, of which the client's part is nothing. */
    private static long bytesOfARequest(Registry registry, String credentials) throws Exception {
        send(registry, "PUT", "/v2/team/app/manifests/v1", credentials, INDEX);
        byte[] request = ("HEAD /v2/team/app/manifests/v1 HTTP/1.1\r\nHost: registry\r\n"
                        + (credentials.isEmpty() ? "" : "Authorization: " + credentials + "\r\n") + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), registry.port())) {
            byte[] answer = new byte[LONGEST_HEAD];
            ask(socket, request, answer, WARM_UP);
            long begun = threads.getTotalThreadAllocatedBytes();
            ask(socket, request, answer, REQUESTS);
            return (threads.getTotalThreadAllocatedBytes() - begun) / REQUESTS;
        }
    }

    private static void ask(Socket socket, byte[] request, byte[] answer, int times) throws IOException {
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream();
        for (int i = 0; i < times; i++) {
            out.write(request);
            int length = 0;
            while (length < 4 || answer[length - 2] != '\r' || answer[length - 4] != '\r') {
                length += in.read(answer, length, answer.length - length);
            }
            assertThat(answer[9]).as("the status is 2xx").isEqualTo((byte) '2');
        }
    }

    @Test
    void aTokenAddsLittleToARequest() throws Exception {
        long open;
        try (Registry registry = start("")) {
            open = bytesOfARequest(registry, "");
        }
        try (Registry registry = guarded()) {
            String token = JsonMapper.shared()
                    .readTree(send(registry, "GET", "/v2/token?scope=repository:team/app:pull,push", basic(), ""))
                    .get("token")
                    .stringValue();
            long byToken = bytesOfARequest(registry, "Bearer " + token);
            long byPassword = bytesOfARequest(registry, basic());
            System.out.println("bytes of a request: open " + open + ", token " + byToken + ", password " + byPassword);
            assertThat(byToken - open).as("%s and %s", byToken, open).isLessThan(4_000);
            assertThat(byPassword - open).as("%s and %s", byPassword, open).isLessThan(6_000);
        }
    }
}
