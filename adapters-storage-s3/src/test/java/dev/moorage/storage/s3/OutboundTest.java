package dev.moorage.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.moorage.storage.tck.network.PrivateAuthority;
import dev.moorage.storage.tck.network.TestProxy;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Connections through proxies and with private authorities, over real sockets. Only the proxy can resolve the stores' names.
 */
class OutboundTest {
    @TempDir
    private static Path folder;

    private static File certificate = new File("");
    private static SecureStore secure;
    private static SecureStore plain;

    @BeforeAll
    static void start() throws Exception {
        PrivateAuthority authority = PrivateAuthority.of(folder.toFile(), "store.test", "localhost");
        certificate = authority.certificate(folder.resolve("ca.pem").toFile());
        secure = new SecureStore(Optional.of(authority));
        plain = new SecureStore(Optional.empty());
    }

    @AfterAll
    static void stop() {
        secure.close();
        plain.close();
    }

    private static String put(Map<String, String> environment, String endpoint, String... more) throws IOException {
        Map<String, String> keys = new HashMap<>(Map.of(
                "bucket", "b",
                "accesskey", "a",
                "secretkey", "s",
                "forcepathstyle", "true",
                "regionendpoint", endpoint));
        for (int i = 0; i < more.length; i += 2) {
            keys.put(more[i], more[i + 1]);
        }
        S3Config config = Configs.of(keys.entrySet().stream()
                .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
                .toArray(String[]::new));
        try (S3Client client = new S3Clients(config, environment).client()) {
            return new Bucket(
                            client, "b", ObjectSettings.OF_THE_BUCKET, Checksums.WHEN_REQUIRED, ListingForm.V2_ENCODED)
                    .put("key", "body".getBytes(), Map.of(), request -> {});
        }
    }

    @Test
    void aStoreBehindAProxyThatWantsAPasswordIsReachedThroughATunnel() throws IOException {
        try (TestProxy proxy = TestProxy.start(secure.port(), Optional.of("user:p@ss word"))) {
            String url = "http://user:p%40ss%20word@127.0.0.1:" + proxy.port();
            assertThat(put(
                            Map.of("HTTPS_PROXY", url, "HTTP_PROXY", "http://127.0.0.1:1"),
                            "https://store.test",
                            "cafile",
                            certificate.toString()))
                    .isEqualTo("\"1\"");
            assertThat(proxy.requests()).containsOnly("CONNECT store.test:443 HTTP/1.1");
        }
    }

    @Test
    void aWrongPasswordOfTheProxyIsAnErrorWithoutIt() throws IOException {
        try (TestProxy proxy = TestProxy.start(secure.port(), Optional.of("user:right"))) {
            assertThatIOException()
                    .isThrownBy(() -> put(
                            Map.of("https_proxy", "http://user:canary@127.0.0.1:" + proxy.port()),
                            "https://store.test",
                            "cafile",
                            certificate.toString()))
                    .withMessageNotContaining("canary");
            assertThat(proxy.requests()).isEmpty();
        }
    }

    @Test
    void aStoreWithoutTlsIsReachedThroughTheProxyForHttp() throws IOException {
        try (TestProxy proxy = TestProxy.start(plain.port(), Optional.of("u:p"))) {
            assertThat(put(Map.of("http_proxy", "http://u:p@127.0.0.1:" + proxy.port()), "http://store.test"))
                    .isEqualTo("\"1\"");
            assertThat(proxy.requests()).allMatch(line -> line.startsWith("PUT http://store.test"));
        }
    }

    @Test
    void anExceptionIsReachedDirectly() throws IOException {
        try (TestProxy proxy = TestProxy.start(secure.port(), Optional.empty())) {
            Map<String, String> environment =
                    Map.of("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port(), "NO_PROXY", "store.test,localhost");
            assertThat(put(environment, "https://localhost:" + secure.port(), "cafile", certificate.toString()))
                    .isEqualTo("\"1\"");
            assertThatIOException().isThrownBy(() -> put(environment, "https://store.test"));
            assertThat(proxy.requests()).isEmpty();
        }
    }

    @Test
    void aPrivateAuthorityIsTrustedWhereItIsNamedAndOnlyThere() throws IOException {
        String endpoint = "https://localhost:" + secure.port();
        assertThat(put(Map.of(), endpoint, "cafile", certificate.toString())).isEqualTo("\"1\"");
        assertThat(put(Map.of("SSL_CERT_FILE", certificate.toString()), endpoint))
                .isEqualTo("\"1\"");
        assertThat(put(Map.of("SSL_CERT_DIR", folder.toString()), endpoint)).isEqualTo("\"1\"");
        assertThat(put(Map.of(), endpoint, "skipverify", "true")).isEqualTo("\"1\"");
        assertThatIOException()
                .isThrownBy(() -> put(Map.of(), endpoint))
                .withMessageContaining("certificate")
                .withMessageContaining("storage.s3.cafile");
    }

    @Test
    void aCertificateForAnotherHostIsNotCalledUntrusted() {
        assertThatIOException()
                .isThrownBy(() -> put(Map.of(), "https://127.0.0.1:" + secure.port(), "cafile", certificate.toString()))
                .withMessageContaining("certificate")
                .withMessageNotContaining("cafile");
    }

    @Test
    void aVariableThatIsNoProxyIsNamed() {
        assertThatIOException()
                .isThrownBy(() -> put(Map.of("HTTPS_PROXY", "socks5://127.0.0.1:1"), "https://store.test"))
                .withMessageContaining("HTTPS_PROXY");
    }
}
