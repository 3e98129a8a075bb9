package dev.moorage.identity.certificate;

import dev.moorage.domain.access.IdentityProvider;
import dev.moorage.domain.access.Subject;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes users of client certificates. A certificate that names two users, or none, is that of no user. A connection outlives the
 * handshake, and TLS resumes sessions without verifying a certificate again, so the end of a certificate is looked at in each
 * request.
 *
 * @param part where the name of the user is
 * @param pattern with one group, which is the name of the user. Values that do not match as a whole are ignored. Empty for values
 *     as they are
 */
public record CertificateSubjects(CertificatePart part, Optional<Pattern> pattern, InstantSource clock) {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateSubjects.class);

    public CertificateSubjects {
        Objects.requireNonNull(part);
        Objects.requireNonNull(clock);
        if (pattern.isPresent() && pattern.get().matcher("").groupCount() != 1) {
            throw new IllegalArgumentException("has not exactly one group, which would be the name of the user");
        }
    }

    /**
     * Returns the user of a certificate.
     *
     * @param chain the client's certificate first. The chain was verified when the connection was opened
     */
    public Optional<Subject.User> userOf(List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            return Optional.empty();
        }
        X509Certificate certificate = chain.getFirst();
        try {
            certificate.checkValidity(Date.from(clock.instant()));
            List<String> names = names(certificate);
            if (names.size() == 1) {
                return Optional.of(IdentityProvider.CERTIFICATE.user(names.getFirst(), List.of()));
            }
            return nobody(certificate, names.isEmpty() ? "names no user" : "names several users");
        } catch (CertificateException | IllegalArgumentException e) {
            return nobody(certificate, String.valueOf(e.getMessage()));
        }
    }

    private List<String> names(X509Certificate certificate) throws CertificateParsingException {
        List<String> values = part.of(certificate);
        return pattern.isEmpty()
                ? values
                : values.stream()
                        .map(pattern.get()::matcher)
                        .filter(Matcher::matches)
                        .flatMap(matcher -> Optional.ofNullable(matcher.group(1)).stream())
                        .distinct()
                        .toList();
    }

    private Optional<Subject.User> nobody(X509Certificate certificate, String reason) {
        LOG.atDebug()
                .addKeyValue("subject", certificate.getSubjectX500Principal().getName())
                .addKeyValue("part", part)
                .addKeyValue("reason", reason)
                .log("A client certificate is that of no user");
        return Optional.empty();
    }
}
