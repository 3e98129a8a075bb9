package dev.moorage.http.jetty;

import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;

/**
 * How the registry proves who it is.
 *
 * @param context with the certificate and its key, and whose certificates clients may have
 * @param protocols those that are spoken, such as {@code TLSv1.3}
 * @param cipherSuites the only ones that are spoken, by their IANA names; empty for those of the Java runtime
 * @param clientCertificates what is asked of a client's certificate
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
