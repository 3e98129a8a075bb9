package dev.moorage.http.auth;

import dev.moorage.application.port.in.access.Credentials;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Reads the credentials of a request: those of its {@code Authorization} header, or else the certificate of its connection. */
record RequestCredentials(CertificateUsers certificates) {
    /** Section 3.10 of the Jakarta Servlet specification. */
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    Credentials of(HttpServletRequest request) {
        return orCertificate(AuthorizationHeaders.read(request.getHeaders("Authorization")), request);
    }

    /** Returns credentials, or where there are none the certificate of the connection. */
    Credentials orCertificate(Credentials credentials, HttpServletRequest request) {
        return credentials instanceof Credentials.None && request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain
                ? ofChain(List.of(chain)).orElse(credentials)
                : credentials;
    }

    private Optional<Credentials> ofChain(List<X509Certificate> chain) {
        return certificates.userOf(chain).map(Credentials.Certificate::new);
    }
}
