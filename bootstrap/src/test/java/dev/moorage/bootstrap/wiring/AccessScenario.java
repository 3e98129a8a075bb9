package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.Defaults;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.logging.AuditLog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** A server whose configuration says which callers may do what, and a client of it. */
abstract class AccessScenario {
    static final String SECRET = "a-secret-that-is-long-enough-for-everyone";
    static final String INDEX =
            "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[]}";
    static final String ALICE = basic("alice", "secret");

    @TempDir
    Path folder;

    final HttpClient client = HttpClient.newHttpClient();
    final ListAppender<ILoggingEvent> audited = new ListAppender<>();

    @BeforeEach
    void writeUsersAndListen() throws IOException {
        Files.writeString(folder.resolve("users"), "alice:$5$saltsalt$0IyaXrmV7.sGNS6tirgqHLqX/G.FBvgkYA.lpPdS5sA\n");
        audited.start();
        Logger log = (Logger) LoggerFactory.getLogger(AuditLog.LOGGER);
        log.setLevel(Level.INFO);
        log.addAppender(audited);
    }

    @AfterEach
    void close() {
        ((Logger) LoggerFactory.getLogger(AuditLog.LOGGER)).detachAppender(audited);
        client.close();
    }

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    Configuration configuration(String yaml) throws IOException, InvalidConfigurationException {
        return read("storage: {inmemory: {}, delete: {enabled: true}}\n", yaml);
    }

    Configuration configuration(String yaml, String storage) throws IOException, InvalidConfigurationException {
        return read("storage:\n  inmemory: {}\n  delete:\n    enabled: true\n" + storage.indent(2), yaml);
    }

    Configuration read(String storage, String yaml) throws IOException, InvalidConfigurationException {
        Path file = Files.writeString(
                folder.resolve("config.yml"),
                "version: 0.1\n" + storage + "http: {addr: '127.0.0.1:0', secret: " + SECRET + "}\n"
                        + yaml.replace("${folder}", folder.toString()));
        return Features.configurationReader(Defaults.QUICK_START)
                .read(Optional.of(file), Map.of())
                .configuration();
    }

    HttpResponse<String> send(Registry registry, String method, String path, String credentials, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + registry.port() + path))
                .header("Content-Type", "application/vnd.oci.image.index.v1+json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!credentials.isEmpty()) {
            request.header("Authorization", credentials);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    int status(Registry registry, String method, String path, String credentials, String body)
            throws IOException, InterruptedException {
        return send(registry, method, path, credentials, body).statusCode();
    }

    int put(Registry registry, String path, String credentials, String body) throws IOException, InterruptedException {
        return status(registry, "PUT", "/v2/" + path, credentials, body);
    }

    String token(Registry registry, String scope, String credentials) throws Exception {
        HttpResponse<String> answer = send(registry, "GET", "/v2/token?scope=" + scope, credentials, "");
        assertThat(answer.statusCode()).isEqualTo(200);
        return "Bearer "
                + JsonMapper.shared().readTree(answer.body()).get("token").stringValue();
    }

    static String challenge(HttpResponse<?> answer) {
        return answer.headers().firstValue("WWW-Authenticate").orElse("");
    }
}
