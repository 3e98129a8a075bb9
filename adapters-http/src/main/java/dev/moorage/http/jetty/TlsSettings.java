package dev.moorage.http.jetty;

import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;

/**
 * TLS settings of the server.
 *
 * @param context holds the certificate and its key, and the authorities that are trusted for client certificates
 * @param protocols the enabled protocols, for example {@code TLSv1.3}
 * @param cipherSuites the enabled cipher suites by their IANA names, or empty for those of the Java runtime
 * @param clientCertificates whether clients must show a certificate
 * @param strictSni whether a request for a host that the certificate does not name is refused with 400
 */
public record TlsSettings(
        SSLContext context,
        List<String> protocols,
        List<String> cipherSuites,
        ClientCertificates clientCertificates,
        boolean strictSni) {
    public TlsSettings {
        Objects.requireNonNull(context);
        Objects.requireNonNull(clientCertificates);
        protocols = List.copyOf(protocols);
        cipherSuites = List.copyOf(cipherSuites);
        if (protocols.isEmpty()) {
            throw new IllegalArgumentException("no protocol is spoken");
        }
    }
}
