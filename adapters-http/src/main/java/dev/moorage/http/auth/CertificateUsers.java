package dev.moorage.http.auth;

import dev.moorage.domain.access.Subject;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Finds the users of client certificates. */
@FunctionalInterface
public interface CertificateUsers {
    /** Certificates name no users. */
    CertificateUsers NONE = _ -> Optional.empty();

    /**
     * Returns the user of a certificate, or empty when it is none of a user.
     *
     * @param chain the client's certificate, and those between it and its authority. The server has verified it when the
     *     connection was opened
     */
    Optional<Subject.User> userOf(List<X509Certificate> chain);
}
