package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.moorage.bootstrap.config.Defaults;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A registry that speaks TLS, over real sockets. */
class TlsTest {
    @TempDir
    private Path folder;

    private SelfSigned first;

    @BeforeEach
    void makeCertificate() throws Exception {
        first = SelfSigned.in(folder, "first");
    }

    private Registry start(Map<String, String> more) throws InvalidConfigurationException, IOException {
        Map<String, String> variables = new HashMap<>(Map.of(
                "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY",
                        folder.resolve("data").toString(),
                "REGISTRY_HTTP_ADDR", "127.0.0.1:0",
                "REGISTRY_HTTP_TLS_CERTIFICATE", first.certificate().toString(),
                "REGISTRY_HTTP_TLS_KEY", first.key().toString()));
        variables.putAll(more);
        return Registry.start(Features.configurationReader(Defaults.QUICK_START)
                .read(Optional.empty(), variables)
                .configuration());
    }

    private static HttpResponse<byte[]> get(SelfSigned trusted, HttpClient.Version version, Registry registry)
            throws Exception {
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(trusted.trusting())
                .version(version)
                .build()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + registry.port() + "/v2/"))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    @Test
    void bothProtocolsAreSpokenAndTheClientChooses() throws Exception {
        try (Registry registry = start(Map.of())) {
            for (HttpClient.Version version : HttpClient.Version.values()) {
                if (version == HttpClient.Version.HTTP_1_1 || version == HttpClient.Version.HTTP_2) {
                    HttpResponse<byte[]> answer = get(first, version, registry);
                    assertThat(answer.statusCode()).isEqualTo(200);
                    assertThat(answer.version()).isEqualTo(version);
                }
            }
        }
    }

    @Test
    void withoutHttp2EverybodySpeaksHttp1() throws Exception {
        try (Registry registry = start(Map.of("REGISTRY_HTTP_HTTP2_DISABLED", "true"))) {
            assertThat(get(first, HttpClient.Version.HTTP_2, registry).version())
                    .isEqualTo(HttpClient.Version.HTTP_1_1);
        }
    }

    @Test
    void aCertificateThatIsRenewedIsServedWithoutARestart() throws Exception {
        SelfSigned second = SelfSigned.in(folder, "second");
        try (Registry registry = start(Map.of())) {
            assertThat(get(first, HttpClient.Version.HTTP_1_1, registry).statusCode())
                    .isEqualTo(200);
            Files.move(second.key(), first.key(), StandardCopyOption.REPLACE_EXISTING);
            Files.move(second.certificate(), first.certificate(), StandardCopyOption.REPLACE_EXISTING);
            Files.setLastModifiedTime(first.certificate(), FileTime.fromMillis(System.currentTimeMillis() + 5000));
            long deadline = System.nanoTime() + Duration.ofSeconds(40).toNanos();
            while (!isServed(second, registry)) {
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
        }
    }

    private static boolean isServed(SelfSigned certificate, Registry registry) throws Exception {
        try {
            return get(certificate, HttpClient.Version.HTTP_1_1, registry).statusCode() == 200;
        } catch (SSLHandshakeException _) {
            return false;
        }
    }

    @Test
    void aClientWithoutACertificateIsRefusedWhereOneIsAskedFor() throws Exception {
        try (Registry registry = start(
                Map.of("REGISTRY_HTTP_TLS_CLIENTCAS_0", first.certificate().toString()))) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> get(first, HttpClient.Version.HTTP_1_1, registry));
        }
    }

    /** What a client gets that offers one version and some cipher suites of it. */
    private SSLSession handshake(Registry registry, String protocol, String... cipherSuites) throws Exception {
        try (SSLSocket socket = (SSLSocket)
                first.trusting().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), registry.port())) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.setEnabledCipherSuites(cipherSuites);
            socket.startHandshake();
            return socket.getSession();
        }
    }

    @Test
    void theListOfCipherSuitesGovernsTls12AndLeavesTls13AsItIs() throws Exception {
        String listed = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
        String other = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
        try (Registry registry =
                start(Map.of("REGISTRY_HTTP_TLS_CIPHERSUITES", "[TLS_RSA_WITH_AES_128_GCM_SHA256, " + listed + "]"))) {
            assertThat(handshake(registry, "TLSv1.3", "TLS_AES_256_GCM_SHA384").getProtocol())
                    .isEqualTo("TLSv1.3");
            assertThat(handshake(registry, "TLSv1.2", other, listed).getCipherSuite())
                    .isEqualTo(listed);
            assertThatExceptionOfType(SSLHandshakeException.class)
                    .isThrownBy(() -> handshake(registry, "TLSv1.2", other));
        }
    }

    @Test
    void whereJavaSpeaksNoneOfTheListTls13AloneIsSpoken() throws Exception {
        try (Registry registry = start(Map.of("REGISTRY_HTTP_TLS_CIPHERSUITES", "[TLS_RSA_WITH_AES_128_GCM_SHA256]"))) {
            assertThat(handshake(registry, "TLSv1.3", "TLS_AES_128_GCM_SHA256").getProtocol())
                    .isEqualTo("TLSv1.3");
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> handshake(registry, "TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"));
        }
    }

    @Test
    void aKeyBehindTheParametersOfItsCurveAsOpenSslWritesItIsRead() throws Exception {
        Path key = Files.writeString(folder.resolve("openssl.key"), first.keyBehindParameters());
        try (Registry registry = start(Map.of("REGISTRY_HTTP_TLS_KEY", key.toString()))) {
            assertThat(get(first, HttpClient.Version.HTTP_1_1, registry).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aCertificateAndItsKeyCanBeInOneFile() throws Exception {
        String both = "The key:\n" + first.keyBehindParameters() + Files.readString(first.certificate());
        Path file = Files.writeString(folder.resolve("both.pem"), both);
        try (Registry registry = start(
                Map.of("REGISTRY_HTTP_TLS_CERTIFICATE", file.toString(), "REGISTRY_HTTP_TLS_KEY", file.toString()))) {
            assertThat(get(first, HttpClient.Version.HTTP_1_1, registry).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aFileThatHoldsSomethingElseIsNamedWithItsKey() throws IOException {
        Path none = Files.writeString(folder.resolve("none"), "nothing");
        Path broken = Files.writeString(
                folder.resolve("broken"),
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
                        + "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        for (String name : new String[] {"CERTIFICATE", "KEY", "CLIENTCAS_0"}) {
            String key = "http.tls." + name.toLowerCase(Locale.ROOT).replace("_0", "");
            for (Path file : new Path[] {none, broken, folder, folder.resolve("missing")}) {
                assertThatExceptionOfType(InvalidConfigurationException.class)
                        .isThrownBy(() -> start(Map.of("REGISTRY_HTTP_TLS_" + name, file.toString())))
                        .satisfies(e -> assertThat(e.errors())
                                .singleElement()
                                .asString()
                                .startsWith(key + ": " + file + " "));
            }
        }
    }

    /** Returns the status line of a request for a host that no certificate names. */
    private String statusForHost(Registry registry, String host) throws Exception {
        try (SSLSocket socket = (SSLSocket)
                first.trusting().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), registry.port())) {
            socket.getOutputStream()
                    .write(("GET /v2/ HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }

    @Test
    void anyHostIsServedWhateverTheCertificateNames() throws Exception {
        try (Registry registry = start(Map.of())) {
            assertThat(statusForHost(registry, "other.example.org")).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @Test
    void withStrictSniOnlyHostsThatTheCertificateNamesAreServed() throws Exception {
        try (Registry registry = start(Map.of("REGISTRY_HTTP_TLS_STRICTSNI", "true"))) {
            assertThat(statusForHost(registry, "other.example.org")).startsWith("HTTP/1.1 400 ");
            assertThat(statusForHost(registry, "localhost")).isEqualTo("HTTP/1.1 200 OK");
            assertThat(get(first, HttpClient.Version.HTTP_2, registry).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aHandshakeThatFailsIsCountedAndALineAtDebug() throws Exception {
        LinkedBlockingQueue<ILoggingEvent> lines = new LinkedBlockingQueue<>();
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                lines.add(event);
            }
        };
        appender.start();
        Logger log = (Logger) LoggerFactory.getLogger("dev.moorage.http.jetty.FailedHandshakes");
        log.addAppender(appender);
        log.setLevel(Level.DEBUG);
        try (Registry registry = start(Map.of())) {
            assertThat(registry.failedHandshakes()).isZero();
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), registry.port())) {
                socket.getOutputStream().write("GET /v2/ HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(socket.getInputStream().readAllBytes()).isNotNull();
            }
            ILoggingEvent line = Objects.requireNonNull(lines.poll(40, TimeUnit.SECONDS));
            assertThat(line.getLevel()).isEqualTo(Level.DEBUG);
            assertThat(line.getFormattedMessage()).isEqualTo("A TLS handshake failed");
            assertThat(line.getKeyValuePairs()).extracting(pair -> pair.key).containsExactly("remote", "reason");
            assertThat(registry.failedHandshakes()).isEqualTo(1);
        } finally {
            log.detachAppender(appender);
            log.setLevel(null);
        }
    }
}
