package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.service.access.OpenAccess;
import dev.moorage.http.jetty.ListenSettings;
import dev.moorage.http.jetty.proxy.TrustedProxies;
import dev.moorage.storage.memory.InMemoryStore;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The identifier of a request: that of a trusted proxy, or one that was made here. */
class RequestIdTest {
    private static final String SENT = "edge-7.Q_00000001";

    private static RunningRegistry behind(String proxies) throws IOException {
        return new RunningRegistry(
                new InMemoryStore(),
                HttpSettings.defaults(),
                new OpenAccess(),
                ListenSettings.on(Optional.of("127.0.0.1"), 0)
                        .behind(TrustedProxies.parse(List.of(proxies)).orElseThrow()));
    }

    private static String id(RawClient client, String... headers) throws IOException {
        return client.send("GET /v2/", headers).header("X-Request-Id").orElseThrow();
    }

    @Test
    void theIdentifierOfAProxyIsAnsweredAndThatOfAnotherPeerIsNot() throws IOException {
        try (RunningRegistry registry = behind("127.0.0.1");
                RawClient client = registry.client()) {
            assertThat(id(client, "X-Request-Id: " + SENT)).isEqualTo(SENT);
            assertThat(id(client, "X-Request-Id: " + SENT, "X-Forwarded-For: 192.0.2.7"))
                    .isEqualTo(SENT);
            for (String unusable :
                    List.of("short-7", "x".repeat(65), "abc defgh", "abcdefgh\"", "abcdefg\u00e9h", "")) {
                assertThat(UUID.fromString(id(client, "X-Request-Id: " + unusable))
                                .version())
                        .as(unusable)
                        .isEqualTo(7);
            }
        }
        try (RunningRegistry registry = behind("192.0.2.1");
                RawClient client = registry.client()) {
            assertThat(id(client, "X-Request-Id: " + SENT)).isNotEqualTo(SENT);
        }
    }

    @Test
    void identifiersAreUuidsInTheOrderOfTimeAndNeverTheSame() throws IOException {
        try (RunningRegistry registry = new RunningRegistry();
                RawClient client = registry.client()) {
            long before = System.currentTimeMillis();
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < 200; i++) {
                UUID made = UUID.fromString(id(client));
                assertThat(made.version()).isEqualTo(7);
                assertThat(made.variant()).isEqualTo(2);
                assertThat(made.getMostSignificantBits() >>> 16).isBetween(before, System.currentTimeMillis());
                seen.add(made.toString());
            }
            assertThat(seen).hasSize(200);
            assertThat(client.send("GET /v2/a/manifests/none").header("X-Request-Id"))
                    .isPresent();
        }
    }
}
