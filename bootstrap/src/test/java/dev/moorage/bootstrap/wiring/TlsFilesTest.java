package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.moorage.bootstrap.config.Defaults;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.section.TlsConfig;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import nl.altindag.ssl.util.TrustManagerUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A certificate and its key: whether they belong together, and what happens when they change. */
class TlsFilesTest {
    @TempDir
    private Path folder;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private SelfSigned first;
    private SelfSigned second;

    @BeforeEach
    void makeCertificatesAndListenToTheLog() throws Exception {
        first = SelfSigned.in(folder, "first");
        second = SelfSigned.in(folder, "second");
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(TlsFiles.class);
        logger.setLevel(Level.INFO); // Whatever another test has set for all loggers.
        logger.addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        ((Logger) LoggerFactory.getLogger(TlsFiles.class)).detachAppender(log);
    }

    private static TlsConfig.Tls configured(Path certificate, Path key) throws InvalidConfigurationException {
        return Features.configurationReader(Defaults.QUICK_START)
                .read(
                        Optional.empty(),
                        Map.of(
                                "REGISTRY_HTTP_TLS_CERTIFICATE", certificate.toString(),
                                "REGISTRY_HTTP_TLS_KEY", key.toString()))
                .configuration()
                .get(TlsConfig.class)
                .tls()
                .orElseThrow();
    }

    private List<String> logged(Level level) {
        return log.list.stream()
                .filter(event -> event.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    /** The certificate that a client is shown. */
    private static Certificate shown(SSLContext server) throws Exception {
        SSLContext client = SSLContext.getInstance("TLS");
        client.init(null, new TrustManager[] {TrustManagerUtils.createUnsafeTrustManager()}, null);
        try (SSLServerSocket listening = (SSLServerSocket)
                        server.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ExecutorService accepting = Executors.newSingleThreadExecutor()) {
            Future<?> accepted = accepting.submit(() -> {
                try (SSLSocket socket = (SSLSocket) listening.accept()) {
                    socket.startHandshake();
                    return socket.getInputStream().read();
                }
            });
            try (SSLSocket socket = (SSLSocket) client.getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), listening.getLocalPort())) {
                socket.startHandshake();
                Certificate certificate = socket.getSession().getPeerCertificates()[0];
                socket.getOutputStream().write(1);
                accepted.get();
                return certificate;
            }
        }
    }

    @Test
    void aKeyThatDoesNotFitItsCertificateIsAnErrorThatNamesBoth() throws Exception {
        TlsConfig.Tls mixed = configured(first.certificate(), second.key());
        String error = "http.tls.key: " + second.key() + " does not fit the first certificate in " + first.certificate()
                + ", of CN=first; the server's certificate comes first, and its authorities behind it";
        assertThat(catchThrowableOfType(InvalidConfigurationException.class, () -> TlsFiles.open(mixed))
                        .errors())
                .containsExactly(error);
        assertThat(catchThrowableOfType(InvalidConfigurationException.class, () -> TlsFiles.check(Optional.of(mixed)))
                        .errors())
                .containsExactly(error);
    }

    @Test
    void aChangeToAKeyThatDoesNotFitLeavesThePairInUseIsOneErrorAndIsTriedAgain() throws Exception {
        try (TlsFiles files = TlsFiles.open(configured(first.certificate(), first.key()))) {
            Certificate before = first.parsed();
            Files.copy(second.key(), first.key(), StandardCopyOption.REPLACE_EXISTING);
            files.look();
            files.look();
            assertThat(shown(files.settings().context())).isEqualTo(before);
            assertThat(logged(Level.ERROR))
                    .singleElement()
                    .asString()
                    .startsWith(
                            "The changed certificate of http.tls cannot be used; the old one is served: http.tls.key: ");
            Files.copy(second.certificate(), first.certificate(), StandardCopyOption.REPLACE_EXISTING);
            files.look();
            assertThat(shown(files.settings().context())).isEqualTo(second.parsed());
        }
    }

    @Test
    void aCertificateThatHasExpiredOrIsNotYetValidIsAWarning() throws Exception {
        SelfSigned expired = SelfSigned.in(folder, "expired", "-startdate", "-3d", "-validity", "1");
        SelfSigned early = SelfSigned.in(folder, "early", "-startdate", "+2d", "-validity", "1");
        for (SelfSigned one : List.of(expired, early)) {
            log.list.clear();
            TlsFiles.check(Optional.of(configured(one.certificate(), one.key())));
            assertThat(logged(Level.WARN))
                    .singleElement()
                    .asString()
                    .startsWith("http.tls.certificate: " + one.certificate() + ": the certificate of CN=")
                    .contains("is valid from ");
        }
        log.list.clear();
        TlsFiles.check(Optional.of(configured(first.certificate(), first.key())));
        assertThat(logged(Level.WARN)).isEmpty();
    }
}
