package dev.moorage.storage.tck.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a driver does that reaches its store through proxies and with private authorities, over real sockets. Only the proxy
 * can resolve the store's name {@code store.test}. The store's certificate is for that name and for {@code localhost}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class OutboundContract {
    @TempDir
    private static Path folder;

    private Optional<SecureStore> secure = Optional.empty();
    private Optional<SecureStore> plain = Optional.empty();
    private File certificate = new File("");

    /** Responses of a store that lets the driver reach it. */
    protected abstract HttpHandler answers();

    /**
     * Sends a request to a store.
     *
     * @param environment the variables of the driver's process
     * @param url the store
     * @param keysAndValues further keys of the driver's configuration
     * @return empty when the store has responded, and otherwise the failure as an operator reads it
     */
    protected abstract Optional<String> failure(Map<String, String> environment, String url, String... keysAndValues)
            throws Exception;

    /** The configuration key of a file with authorities, as messages name it. */
    protected abstract String caFileKey();

    /** A file with the certificate of the store's authority. */
    protected final String certificate() {
        return certificate.toString();
    }

    /** The port of the store with TLS. */
    protected final int securePort() {
        return secure.orElseThrow().port();
    }

    @BeforeAll
    void startStores() throws IOException, GeneralSecurityException {
        PrivateAuthority authority = PrivateAuthority.of(folder.toFile(), "store.test", "localhost");
        certificate = authority.certificate(folder.resolve("ca.pem").toFile());
        secure = Optional.of(new SecureStore(Optional.of(authority), answers()));
        plain = Optional.of(new SecureStore(Optional.empty(), answers()));
    }

    @AfterAll
    void stopStores() {
        secure.ifPresent(SecureStore::close);
        plain.ifPresent(SecureStore::close);
    }

    private static String url(TestProxy proxy, String user) {
        return "http://" + user + "127.0.0.1:" + proxy.port();
    }

    @Test
    void aStoreBehindAProxyThatWantsAPasswordIsReachedThroughATunnel() throws Exception {
        try (TestProxy proxy = TestProxy.start(securePort(), Optional.of("user:p@ss word"))) {
            Map<String, String> environment =
                    Map.of("HTTPS_PROXY", url(proxy, "user:p%40ss%20word@"), "HTTP_PROXY", "http://127.0.0.1:1");
            assertThat(failure(environment, "https://store.test", "cafile", certificate()))
                    .isEmpty();
            assertThat(proxy.requests()).isNotEmpty().allMatch(line -> line.startsWith("CONNECT store.test:443 "));
        }
    }

    @Test
    void aWrongPasswordOfTheProxyIsAnErrorWithoutIt() throws Exception {
        try (TestProxy proxy = TestProxy.start(securePort(), Optional.of("user:right"))) {
            Map<String, String> environment = Map.of("https_proxy", url(proxy, "user:canary@"));
            assertThat(failure(environment, "https://store.test", "cafile", certificate()))
                    .hasValueSatisfying(reason -> assertThat(reason).doesNotContain("canary"));
            assertThat(proxy.requests()).isEmpty();
        }
    }

    @Test
    void aStoreWithoutTlsIsReachedThroughTheProxyForHttp() throws Exception {
        try (TestProxy proxy = TestProxy.start(plain.orElseThrow().port(), Optional.of("u:p"))) {
            assertThat(failure(Map.of("http_proxy", url(proxy, "u:p@")), "http://store.test"))
                    .isEmpty();
            assertThat(proxy.requests()).isNotEmpty().allMatch(line -> line.contains(" http://store.test"));
        }
    }

    @Test
    void anExceptionIsReachedDirectly() throws Exception {
        try (TestProxy proxy = TestProxy.start(securePort(), Optional.empty())) {
            Map<String, String> environment = Map.of("HTTPS_PROXY", url(proxy, ""), "NO_PROXY", "store.test,localhost");
            assertThat(failure(environment, "https://localhost:" + securePort(), "cafile", certificate()))
                    .isEmpty();
            assertThat(failure(environment, "https://store.test")).isPresent();
            assertThat(proxy.requests()).isEmpty();
        }
    }

    @Test
    void aPrivateAuthorityIsTrustedWhereItIsNamedAndOnlyThere() throws Exception {
        String endpoint = "https://localhost:" + securePort();
        assertThat(failure(Map.of(), endpoint, "cafile", certificate())).isEmpty();
        assertThat(failure(Map.of("SSL_CERT_FILE", certificate()), endpoint)).isEmpty();
        assertThat(failure(Map.of("SSL_CERT_DIR", folder.toString()), endpoint)).isEmpty();
        assertThat(failure(Map.of(), endpoint))
                .hasValueSatisfying(reason -> assertThat(reason).contains("certificate is not trusted", caFileKey()));
    }

    @Test
    void aCertificateForAnotherHostIsNotCalledUntrusted() throws Exception {
        assertThat(failure(Map.of(), "https://127.0.0.1:" + securePort(), "cafile", certificate()))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains("certificate is for another host")
                        .doesNotContain("cafile"));
    }

    @Test
    void aVariableThatIsNoProxyAndAFileThatIsMissingAreNamed() throws Exception {
        assertThat(failure(Map.of("HTTPS_PROXY", "socks5://127.0.0.1:1"), "https://store.test"))
                .hasValueSatisfying(reason -> assertThat(reason).contains("HTTPS_PROXY"));
        String absent = folder.resolve("absent").toString();
        assertThat(failure(Map.of(), "https://store.test", "cafile", absent))
                .hasValueSatisfying(reason -> assertThat(reason).contains(caFileKey(), absent));
    }
}
