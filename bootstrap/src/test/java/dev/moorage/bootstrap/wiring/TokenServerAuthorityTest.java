package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.moorage.bootstrap.config.Defaults;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A token server whose keys are behind a certificate of a private authority. */
class TokenServerAuthorityTest {
    @TempDir
    private Path folder;

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicReference<Workload> signer = new AtomicReference<>();
    private SelfSigned certificate;
    private HttpsServer server;

    @BeforeEach
    void serveKeys() throws Exception {
        certificate = SelfSigned.in(folder, "login");
        signer.set(new Workload());
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.serving()));
        server.createContext("/keys", exchange -> {
            asked.incrementAndGet();
            byte[] body = signer.get().jwks().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private int statusWithAToken(String cafile) throws Exception {
        Path file = Files.writeString(
                folder.resolve("config.yml"), """
                version: 0.1
                storage: inmemory
                http: {addr: "127.0.0.1:0"}
                auth:
                  token:
                    realm: https://login.example.org/token
                    service: registry
                    issuer: login
                    jwks: https://127.0.0.1:%d/keys
                    %s
                """.formatted(server.getAddress().getPort(), cafile));
        String token = signer.get()
                .sign("{\"iss\":\"login\",\"aud\":\"registry\",\"sub\":\"bob\",\"exp\":"
                        + (Instant.now().getEpochSecond() + 300)
                        + ",\"access\":[{\"type\":\"repository\",\"name\":\"a\",\"actions\":[\"pull\"]}]}");
        try (Registry registry = Registry.start(Features.configurationReader(Defaults.QUICK_START)
                        .read(Optional.of(file), Map.of())
                        .configuration());
                HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + registry.port() + "/v2/a/tags/list"))
                    .header("Authorization", "Bearer " + token)
                    .build();
            return client.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    @Test
    void keysComeFromAServerOfTheAuthorityThatIsNamed() throws Exception {
        assertThat(statusWithAToken("cafile: " + certificate.certificate()))
                .as("the token is valid, and the repository is not there")
                .isEqualTo(404);
        assertThat(asked).hasPositiveValue();
    }

    @Test
    void keysOfAServerOfAnotherAuthorityAreNotAskedFor() throws Exception {
        SelfSigned other = SelfSigned.in(folder, "other");
        for (String cafile : new String[] {"", "cafile: " + other.certificate()}) {
            assertThat(statusWithAToken(cafile)).as(cafile).isEqualTo(503);
        }
        assertThat(asked).hasValue(0);
    }
}
