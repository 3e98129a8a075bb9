package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.command.MoorageCommand;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.Defaults;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Quotas as a configuration has them, over HTTP. */
class ConfiguredQuotasTest {
    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private Configuration configuration;

    @BeforeEach
    void measureAnEmptyRoot() throws IOException, InvalidConfigurationException {
        Path file = Files.writeString(folder.resolve("config.yml"), """
                version: 0.1
                storage:
                  filesystem: {rootdirectory: "${folder}/data"}
                  quotas:
                    - {namespace: team, bytes: 1KiB, repositories: 1}
                http: {addr: "127.0.0.1:0", debug: {addr: "127.0.0.1:0", prometheus: {enabled: true}}}
                """.replace("${folder}", folder.toString()));
        configuration = Features.configurationReader(Defaults.QUICK_START)
                .read(Optional.of(file), Map.of())
                .configuration();
        try (Maintenance maintenance = Maintenance.open(configuration, StorageDrivers.Use.WRITING)) {
            maintenance.quotas().measure().measure();
        }
    }

    @AfterEach
    void close() {
        client.close();
    }

    private HttpResponse<String> send(int port, String method, String path, byte[] body)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .method(method, BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> push(Registry registry, String repository, byte[] blob)
            throws IOException, InterruptedException {
        Digest digest = Digest.of(DigestAlgorithm.SHA256, blob);
        return send(registry.port(), "POST", "/v2/" + repository + "/blobs/uploads/?digest=" + digest, blob);
    }

    @Test
    void whatDoesNotFitIs403WithItsNumbers() throws Exception {
        try (Registry registry = Registry.start(configuration)) {
            assertThat(push(registry, "team/app", new byte[1000]).statusCode()).isEqualTo(201);
            HttpResponse<String> refused = push(registry, "team/app", new byte[25]);
            assertThat(refused.statusCode()).isEqualTo(403);
            JsonNode error =
                    JsonMapper.shared().readTree(refused.body()).get("errors").get(0);
            assertThat(error.get("code").stringValue()).isEqualTo("DENIED");
            assertThat(error.get("message").stringValue())
                    .isEqualTo("the quota of team allows 1024 bytes, 1000 are used, and the request adds at least 25");
            assertThat(error.get("detail")).isEqualTo(JsonMapper.shared().readTree("""
                                            {"namespace": "team", "quota": "bytes", "limit": "1024", "used": "1000", "asked": "25"}
                                            """));
            assertThat(send(registry.port(), "POST", "/v2/team/other/blobs/uploads/", new byte[0])
                            .body())
                    .contains("\"quota\":\"repositories\"");
            assertThat(push(registry, "team/app", new byte[1000]).statusCode())
                    .as("a repeat")
                    .isEqualTo(201);
            assertThat(push(registry, "free/app", new byte[5000]).statusCode()).isEqualTo(201);
            assertThat(send(registry.debugPort().orElseThrow(), "GET", "/metrics", new byte[0])
                            .body())
                    .contains(
                            "moorage_quota_used{namespace=\"team\",quota=\"bytes\"} 1000.0",
                            "moorage_quota_limit{namespace=\"team\",quota=\"bytes\"} 1024.0");
        }
    }

    @Test
    void aClientThatAsksFirstSendsNoByte() throws Exception {
        try (Registry registry = Registry.start(configuration);
                Socket socket = new Socket("127.0.0.1", registry.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /v2/team/app/blobs/uploads/?digest=sha256:" + "0".repeat(64)
                            + " HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000000\r\nExpect: 100-continue\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            socket.setSoTimeout(20_000);
            while (!answer.toString(StandardCharsets.US_ASCII).contains("\r\n\r\n")) {
                answer.write(buffer, 0, Math.max(0, socket.getInputStream().read(buffer)));
            }
            assertThat(answer.toString(StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void whatAServerHasAddedIsReportedAtItsStop() throws Exception {
        try (Registry registry = Registry.start(configuration)) {
            assertThat(push(registry, "team/app", new byte[1000]).statusCode()).isEqualTo(201);
        }
        try (Registry registry = Registry.start(configuration)) {
            assertThat(push(registry, "team/app", new byte[25]).statusCode()).isEqualTo(403);
        }
        assertThat(MoorageCommand.run(
                        Map.of(), "quota", folder.resolve("config.yml").toString()))
                .isZero();
    }
}
