package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.service.access.OpenAccess;
import dev.moorage.storage.memory.InMemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that HTTP/2 in the clear begins with its preface only, so that a client cannot bypass the rules of a proxy in front.
 */
class PriorKnowledgeTest {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private RunningRegistry registry;

    @BeforeEach
    void start() throws IOException {
        registry = new RunningRegistry(new InMemoryStore(), HttpSettings.defaults(), new OpenAccess());
    }

    @AfterEach
    void stop() throws IOException {
        registry.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: Upgrade, HTTP2-Settings|Upgrade: h2c|HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA",
                "Connection: Upgrade|Upgrade: h2c",
                "Upgrade: h2c|HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA",
                "Upgrade: h2c|Connection: keep-alive",
                "Connection: Upgrade|Upgrade: websocket, h2c",
                "Connection: Upgrade|Upgrade: H2C",
            })
    void aRequestToUpgradeIsAnsweredAsIfItDidNotAsk(String headers) throws Exception {
        try (RawClient client = registry.client()) {
            RawClient.Answer answer = client.send("GET /v2/", headers.split("\\|", -1));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Upgrade")).isEmpty();
            assertThat(client.send("GET /v2/").status()).isEqualTo(200);
        }
    }

    @Test
    void aRequestWithABodyThatAsksToUpgradeIsServedAndTheNextOneIsAnother() throws Exception {
        try (RawClient client = registry.client()) {
            assertThat(client.send(
                                    "PUT /v2/a/manifests/b",
                                    new byte[] {'{', '}'},
                                    "Connection: Upgrade, HTTP2-Settings",
                                    "Upgrade: h2c",
                                    "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA",
                                    "Content-Type: application/vnd.oci.image.manifest.v1+json")
                            .status())
                    .isEqualTo(400);
            assertThat(client.send("GET /v2/").status()).isEqualTo(200);
        }
    }

    @Test
    void thePrefaceBehindAnotherRequestEndsTheConnection() throws Exception {
        try (RawClient client = registry.client()) {
            assertThat(client.send("GET /v2/").status()).isEqualTo(200);
            client.write(PREFACE);
            assertThat(client.answer(false).status()).isEqualTo(426);
            assertThat(client.isEndedWithin(Duration.ofSeconds(20))).isTrue();
        }
    }

    @Test
    void aConnectionThatBeginsWithThePrefaceSpeaksHttp2() throws Exception {
        try (RawHttp2Client client = new RawHttp2Client(registry.port())) {
            client.get(1, "/v2/");
            assertThat(client.answer(1).getStatus()).isEqualTo(200);
        }
    }
}
