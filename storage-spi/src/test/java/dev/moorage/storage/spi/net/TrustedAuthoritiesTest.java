package dev.moorage.storage.spi.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cafile}, {@code SSL_CERT_FILE} and {@code SSL_CERT_DIR}. */
class TrustedAuthoritiesTest {
    private static final String KEY = "storage.any.cafile";

    @TempDir
    private Path folder;

    private List<X509Certificate> known = new ArrayList<>();

    @BeforeEach
    void someCertificates() throws Exception {
        TrustManagerFactory ofJava = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        ofJava.init((KeyStore) null);
        known = Arrays.asList(((X509TrustManager) ofJava.getTrustManagers()[0]).getAcceptedIssuers());
    }

    private Path file(String name, X509Certificate... certificates) throws Exception {
        StringBuilder pem = new StringBuilder("Some words before.\n");
        for (X509Certificate certificate : certificates) {
            pem.append("-----BEGIN CERTIFICATE-----\n")
                    .append(Base64.getMimeEncoder().encodeToString(certificate.getEncoded()))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return Files.writeString(folder.resolve(name), pem);
    }

    @Test
    void allThatIsNamedIsTakenOnce() throws Exception {
        X509Certificate one = known.get(0);
        X509Certificate two = known.get(1);
        X509Certificate three = known.get(2);
        Path certificates = Files.createDirectory(folder.resolve("certs"));
        file("certs/a.pem", three, one);
        Files.writeString(certificates.resolve("README"), "no certificate");
        Files.write(certificates.resolve("damaged.pem"), new byte[] {1, 2, 3});
        assertThat(TrustedAuthorities.read(
                        KEY,
                        file("ca.pem", one).toString(),
                        Map.of(
                                "SSL_CERT_FILE",
                                file("env.pem", two, one).toString(),
                                "SSL_CERT_DIR",
                                "/does/not/exist:" + certificates)))
                .containsExactly(one, two, three);
    }

    @Test
    void nothingIsNamedAndNothingIsRead() throws IOException {
        assertThat(TrustedAuthorities.read(KEY, "", Map.of())).isEmpty();
    }

    @Test
    void aFileThatIsNamedAndIsNotWhatItShouldBeIsAnErrorWithItsKey() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "nothing");
        Path half = Files.writeString(folder.resolve("half"), "-----BEGIN CERTIFICATE-----\nMIIB");
        Path rubbish = Files.writeString(
                folder.resolve("rubbish"), "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
        for (Path path : List.of(empty, half, rubbish, folder.resolve("absent"), folder)) {
            assertThatIOException()
                    .isThrownBy(() -> TrustedAuthorities.read(KEY, path.toString(), Map.of()))
                    .withMessageContaining(KEY)
                    .withMessageContaining(path.toString());
            assertThatIOException()
                    .isThrownBy(() -> TrustedAuthorities.read(KEY, "", Map.of("SSL_CERT_FILE", path.toString())))
                    .withMessageContaining("SSL_CERT_FILE");
        }
    }

    @Test
    void theAuthoritiesOfJavaAreTrustedStill() throws Exception {
        X509TrustManager manager = (X509TrustManager) TrustedAuthorities.withThoseOfJava(known.subList(0, 1))[0];
        assertThat(manager.getAcceptedIssuers()).containsAll(known);
    }
}
