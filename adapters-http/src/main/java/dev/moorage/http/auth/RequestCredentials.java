package dev.moorage.http.auth;

import dev.moorage.application.port.in.access.Credentials;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;

/**
 * Reads the credentials of a request: those of all of its {@code Authorization} headers, or else the certificate of its connection.
 * The headers are those of RFC 9110, section 11.6.2, with the schemes Basic (RFC 7617) and Bearer (RFC 6750). Several headers are
 * refused, since another program in front of the registry may have looked at another one of them.
 */
record RequestCredentials(CertificateUsers certificates) {
    /** Section 3.10 of the Jakarta Servlet specification. */
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private static final String BASIC = "Basic ";
    private static final String BEARER = "Bearer ";
    private static final Credentials NONE = new Credentials.None();
    private static final Credentials UNUSABLE = new Credentials.Unusable();

    Credentials of(HttpServletRequest request) {
        return orCertificate(ofHeaders(request.getHeaders("Authorization")), request);
    }

    /** Returns credentials, or where there are none the certificate of the connection. */
    Credentials orCertificate(Credentials credentials, HttpServletRequest request) {
        return credentials instanceof Credentials.None
                        && request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain
                ? ofChain(List.of(chain)).orElse(credentials)
                : credentials;
    }

    private Optional<Credentials> ofChain(List<X509Certificate> chain) {
        return certificates.userOf(chain).map(Credentials.Certificate::new);
    }

    /** Reads the values of all {@code Authorization} headers. Several of them are unusable. */
    static Credentials ofHeaders(Enumeration<String> headers) {
        if (!headers.hasMoreElements()) {
            return NONE;
        }
        String first = headers.nextElement();
        return headers.hasMoreElements() ? UNUSABLE : parse(first.strip());
    }

    private static Credentials parse(String header) {
        if (isOf(BASIC, header)) {
            return basic(header.substring(BASIC.length()).strip());
        }
        if (isOf(BEARER, header)) {
            return new Credentials.Token(header.substring(BEARER.length()).strip());
        }
        return UNUSABLE;
    }

    private static boolean isOf(String scheme, String header) {
        return header.regionMatches(true, 0, scheme, 0, scheme.length());
    }

    private static Credentials basic(String encoded) {
        try {
            String text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 0 ? UNUSABLE : ofPassword(text.substring(0, colon), text.substring(colon + 1));
        } catch (IllegalArgumentException _) {
            return UNUSABLE;
        }
    }

    /** The credentials of a user name and a password. Some clients send both empty where they have none. */
    static Credentials ofPassword(String user, String password) {
        return user.isEmpty() && password.isEmpty() ? NONE : new Credentials.Password(user, password);
    }
}
