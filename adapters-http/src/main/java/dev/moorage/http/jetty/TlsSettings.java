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
 * @param clientCertificates whether a client without a certificate is refused
 */
public record TlsSettings(
        SSLContext context, List<String> protocols, List<String> cipherSuites, boolean clientCertificates) {
    public TlsSettings {
        Objects.requireNonNull(context);
        protocols = List.copyOf(protocols);
        cipherSuites = List.copyOf(cipherSuites);
        if (protocols.isEmpty()) {
            throw new IllegalArgumentException("no protocol is spoken");
        }
    }
}
