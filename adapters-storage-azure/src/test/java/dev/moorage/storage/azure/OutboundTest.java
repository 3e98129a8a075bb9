package dev.moorage.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.moorage.storage.tck.network.PrivateAuthority;
import dev.moorage.storage.tck.network.TestProxy;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections through proxies and with private authorities, in processes whose environment names them. */
class OutboundTest {
    @TempDir
    private static Path folder;

    private static File certificate = new File("");
    private static HttpsServer secure;
    private static HttpServer plain;

    @BeforeAll
    static void start() throws Exception {
        PrivateAuthority authority = PrivateAuthority.of(folder.toFile(), "service.test", "localhost");
        certificate = authority.certificate(folder.resolve("ca.pem").toFile());
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        secure = HttpsServer.create(address, 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(authority.server()));
        plain = HttpServer.create(address, 0);
        for (HttpServer server : List.of(secure, plain)) {
            server.createContext("/", exchange -> {
                exchange.getResponseHeaders().add("x-ms-error-code", "BlobNotFound");
                exchange.sendResponseHeaders(404, -1);
                exchange.close();
            });
            server.start();
        }
    }

    @AfterAll
    static void stop() {
        secure.stop(0);
        plain.stop(0);
    }

    private static String health(Map<String, String> environment, String... keysAndValues) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                HealthPrinter.class.getName()));
        command.addAll(List.of(keysAndValues));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment()
                .keySet()
                .removeIf(name -> name.toUpperCase(Locale.ROOT).endsWith("_PROXY"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } finally {
            process.destroyForcibly();
        }
    }

    private static String proxy(TestProxy proxy, String user) {
        return "http://" + user + "@127.0.0.1:" + proxy.port();
    }

    @Test
    void aServiceBehindAProxyThatWantsAPasswordIsReachedThroughATunnel() throws Exception {
        try (TestProxy proxy = TestProxy.start(secure.getAddress().getPort(), Optional.of("user:p@ss"))) {
            assertThat(health(
                            Map.of("HTTPS_PROXY", proxy(proxy, "user:p%40ss"), "HTTP_PROXY", "http://127.0.0.1:1"),
                            "serviceurl",
                            "https://service.test",
                            "cafile",
                            certificate.toString()))
                    .startsWith("Healthy");
            assertThat(proxy.requests()).isNotEmpty().allMatch(line -> line.startsWith("CONNECT service.test:443 "));
        }
    }

    @Test
    void aServiceWithoutTlsIsReachedThroughTheProxyForHttp() throws Exception {
        try (TestProxy proxy = TestProxy.start(plain.getAddress().getPort(), Optional.of("u:p"))) {
            assertThat(health(Map.of("http_proxy", proxy(proxy, "u:p")), "serviceurl", "http://service.test"))
                    .startsWith("Healthy");
            assertThat(proxy.requests()).isNotEmpty().allMatch(line -> line.contains(" http://service.test"));
        }
    }

    @Test
    void anExceptionIsReachedDirectly() throws Exception {
        try (TestProxy proxy = TestProxy.start(secure.getAddress().getPort(), Optional.empty())) {
            assertThat(health(
                            Map.of("HTTPS_PROXY", proxy(proxy, "u"), "NO_PROXY", ".test"),
                            "serviceurl",
                            "https://service.test"))
                    .startsWith("not opened")
                    .contains("UnresolvedAddress");
            assertThat(proxy.requests()).isEmpty();
        }
    }

    @Test
    void aPrivateAuthorityIsTrustedWhereItIsNamedAndOnlyThere() throws Exception {
        String url = "https://localhost:" + secure.getAddress().getPort();
        assertThat(health(Map.of("SSL_CERT_FILE", certificate.toString()), "serviceurl", url))
                .startsWith("Healthy");
        assertThat(health(Map.of(), "serviceurl", url))
                .startsWith("not opened")
                .contains("certificate is not trusted, see storage.azure.cafile");
        assertThat(health(
                        Map.of("SSL_CERT_FILE", certificate.toString()),
                        "serviceurl",
                        "https://127.0.0.1:" + secure.getAddress().getPort()))
                .startsWith("not opened")
                .contains("certificate is for another host")
                .doesNotContain("cafile");
    }

    @Test
    void whatIsNamedAndIsWrongKeepsTheDriverFromOpening() throws Exception {
        assertThat(health(Map.of(), "cafile", folder.resolve("absent").toString()))
                .startsWith("not opened")
                .contains("storage.azure.cafile", "absent");
        assertThat(health(Map.of("HTTPS_PROXY", "socks5://127.0.0.1:1")))
                .startsWith("not opened")
                .contains("HTTPS_PROXY");
    }
}
