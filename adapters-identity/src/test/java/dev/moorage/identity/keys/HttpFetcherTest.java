package dev.moorage.identity.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.moorage.identity.TestKeys;
import dev.moorage.identity.oidc.IssuerKeysFetch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpFetcherTest {
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private String base;
    private final HttpFetcher http = new HttpFetcher(Optional.empty(), true, () -> Optional.of("secret"));

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        base = "http://127.0.0.1:" + server.getAddress().getPort();
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void serve(String path, int status, String body, String... header) {
        server.createContext(path, exchange -> answer(exchange, status, body, header));
    }

    private void answer(HttpExchange exchange, int status, String body, String... header) throws IOException {
        requests.add(
                exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Authorization"));
        for (int i = 0; i < header.length; i += 2) {
            exchange.getResponseHeaders().add(header[i], header[i + 1]);
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void documentComesWithItsLifeAndTheTokenIsSent() throws Exception {
        serve("/keys", 200, "{}", "Cache-Control", "public, max-age=900");
        HttpFetcher.Document document = http.get(URI.create(base + "/keys"));
        assertThat(document.body()).asString().isEqualTo("{}");
        assertThat(document.fresh()).isEqualTo(Duration.ofMinutes(15));
        assertThat(requests).containsExactly("/keys Bearer secret");
    }

    @Test
    void redirectIsNotFollowed() {
        serve("/from", 302, "", "Location", base + "/to");
        serve("/to", 200, "{}");
        assertThatThrownBy(() -> http.get(URI.create(base + "/from"))).hasMessageContaining("302");
        assertThat(requests).hasSize(1);
    }

    @Test
    void documentThatIsTooLargeIsRefused() {
        serve("/large", 200, "x".repeat(HttpFetcher.MAX_BYTES + 1));
        assertThatThrownBy(() -> http.get(URI.create(base + "/large"))).isInstanceOf(IOException.class);
    }

    @Test
    void plainHttpIsForTheOwnMachineAndOnlyWhereAllowed() {
        HttpFetcher secure = new HttpFetcher(Optional.empty(), false, Optional::empty);
        assertThatThrownBy(() -> secure.get(URI.create(base + "/keys"))).hasMessageContaining("https");
        for (String address : List.of("http://192.0.2.1/", "file:///etc/passwd", "ftp://127.0.0.1/", "https:/x", "x")) {
            assertThatThrownBy(() -> http.get(URI.create(address))).as(address).hasMessageContaining("https");
        }
    }

    @Test
    void serverThatIsDownIsNamed() {
        server.stop(0);
        assertThatThrownBy(() -> http.get(URI.create(base + "/keys"))).hasMessageContaining(base);
    }

    @Test
    void keysAreFoundByDiscovery() throws Exception {
        JWKSet set = new JWKSet(TestKeys.jwk(TestKeys.ec("secp256r1"), "one"));
        serve(
                "/.well-known/openid-configuration",
                200,
                "{\"issuer\":\"" + base + "\",\"jwks_uri\":\"" + base + "/keys\"}");
        serve("/keys", 200, set.toString(), "Cache-Control", "max-age=60");
        Fetch.Fetched<?> fetched = new IssuerKeysFetch(http, base, Optional.empty()).fetch();
        assertThat(fetched.fresh()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void discoveryOfAnotherIssuerIsRefused() {
        serve(
                "/.well-known/openid-configuration",
                200,
                "{\"issuer\":\"https://other\",\"jwks_uri\":\"" + base + "/keys\"}");
        assertThatThrownBy(() -> new IssuerKeysFetch(http, base, Optional.empty()).fetch())
                .hasMessageContaining("another issuer");
    }

    @Test
    void setWithoutAKeyThatSignsIsRefused() {
        serve("/keys", 200, "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\",\"kid\":\"a\"}]}");
        serve("/text", 200, "<html>");
        IssuerKeysFetch shared = new IssuerKeysFetch(http, base, Optional.of(URI.create(base + "/keys")));
        assertThatThrownBy(shared::fetch).hasMessageContaining("no key");
        IssuerKeysFetch text = new IssuerKeysFetch(http, base, Optional.of(URI.create(base + "/text")));
        assertThatThrownBy(text::fetch).hasMessageContaining("Key Set");
    }
}
