package dev.moorage.identity.certificate;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.security.auth.x500.X500Principal;

/** The part of a certificate that names its user: the common name, or a subject alternative name (RFC 5280, section 4.2.1.6). */
public enum CertificatePart {
    /** The common name of the subject. */
    CN(0),
    /** E-mail addresses, {@code rfc822Name}. */
    EMAIL(1),
    /** Host names, {@code dNSName}, in lower case. */
    DNS(2),
    /** URIs, {@code uniformResourceIdentifier}, such as {@code spiffe://…}. */
    URI(6);

    private final int generalName;

    /** @param generalName the number of the alternative of {@code GeneralName}, or 0 for the subject */
    CertificatePart(int generalName) {
        this.generalName = generalName;
    }

    /** Returns the part with a name of the configuration. */
    public static Optional<CertificatePart> parse(String text) {
        for (CertificatePart part : values()) {
            if (part.toString().equals(text)) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the values of a certificate.
     *
     * @throws CertificateParsingException the certificate cannot be parsed
     */
    List<String> of(X509Certificate certificate) throws CertificateParsingException {
        if (this == CN) {
            return commonNames(certificate.getSubjectX500Principal());
        }
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names == null
                ? List.of()
                : names.stream()
                        .filter(name -> name.getFirst().equals(generalName))
                        .map(name -> String.valueOf(name.getLast()))
                        .map(name -> this == DNS ? name.toLowerCase(Locale.ROOT) : name)
                        .distinct()
                        .toList();
    }

    private static List<String> commonNames(X500Principal subject) throws CertificateParsingException {
        try {
            return new LdapName(subject.getName(X500Principal.RFC2253))
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN") && rdn.getValue() instanceof String)
                            .map(rdn -> String.valueOf(rdn.getValue()))
                            .toList();
        } catch (InvalidNameException e) {
            throw new CertificateParsingException(e);
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
