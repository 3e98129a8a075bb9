package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.config.Defaults;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code http.tls.clientauth}: which clients are let in, by the certificates that they show. */
class ClientCertificatesTest {
    @TempDir
    private Path folder;

    private SelfSigned server;
    private SelfSigned known;
    private SelfSigned unknown;

    @BeforeEach
    void makeCertificates() throws Exception {
        server = SelfSigned.in(folder, "server");
        known = SelfSigned.in(folder, "known");
        unknown = SelfSigned.in(folder, "unknown");
    }

    private void expect(Map<String, String> more, boolean none, boolean ofUnknown) throws Exception {
        Map<String, String> variables = new HashMap<>(Map.of(
                "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY",
                folder.resolve("data").toString(),
                "REGISTRY_HTTP_ADDR",
                "127.0.0.1:0",
                "REGISTRY_HTTP_TLS_CERTIFICATE",
                server.certificate().toString(),
                "REGISTRY_HTTP_TLS_KEY",
                server.key().toString(),
                "REGISTRY_HTTP_TLS_CLIENTCAS_0",
                known.certificate().toString()));
        variables.putAll(more);
        try (Registry registry = Registry.start(Features.configurationReader(Defaults.QUICK_START)
                .read(Optional.empty(), variables)
                .configuration())) {
            assertThat(isServed(registry, server.trusting())).as("none").isEqualTo(none);
            assertThat(isServed(registry, server.trustingAndShowing(unknown)))
                    .as("unknown")
                    .isEqualTo(ofUnknown);
            assertThat(isServed(registry, server.trustingAndShowing(known)))
                    .as("known")
                    .isTrue();
        }
    }

    private static boolean isServed(Registry registry, SSLContext context) throws InterruptedException {
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(context)
                .version(HttpClient.Version.HTTP_1_1)
                .build()) {
            return client.send(
                                    HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + registry.port() + "/v2/"))
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void withoutTheKeyTheyMustShowOneOfAKnownAuthority() throws Exception {
        expect(Map.of(), false, false);
        expect(Map.of("REGISTRY_HTTP_TLS_CLIENTAUTH", "require-and-verify-client-cert"), false, false);
    }

    @Test
    void verifyIfGivenLetsInThoseWithout() throws Exception {
        expect(Map.of("REGISTRY_HTTP_TLS_CLIENTAUTH", "verify-client-cert-if-given"), true, false);
    }

    @Test
    void requireAnyTakesAnyAuthority() throws Exception {
        expect(Map.of("REGISTRY_HTTP_TLS_CLIENTAUTH", "require-any-client-cert"), false, true);
    }

    @Test
    void requestTakesEverybody() throws Exception {
        expect(Map.of("REGISTRY_HTTP_TLS_CLIENTAUTH", "request-client-cert"), true, true);
    }
}
