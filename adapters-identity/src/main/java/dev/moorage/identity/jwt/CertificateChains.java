package dev.moorage.identity.jwt;

import com.nimbusds.jose.util.Base64;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Certificates in the header of a token ({@code x5c} of RFC 7515), and the roots that they lead to. */
public final class CertificateChains {
    private static final int MAX_CERTIFICATES = 10;

    private CertificateChains() {}

    /**
     * Returns the key of the first certificate, if the chain leads to a root and all its certificates are valid now. Revocation
     * is not checked, and any use of the key is allowed, as in Distribution.
     */
    public static Optional<PublicKey> verify(List<Base64> chain, List<X509Certificate> roots, Instant now) {
        if (chain.isEmpty() || chain.size() > MAX_CERTIFICATES || roots.isEmpty()) {
            return Optional.empty();
        }
        try {
            List<X509Certificate> certificates = decoded(chain);
            X509Certificate leaf = certificates.getFirst();
            if (roots.contains(leaf)) {
                leaf.checkValidity(Date.from(now));
            } else {
                build(leaf, certificates, roots, now);
            }
            return Optional.of(leaf.getPublicKey());
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static List<X509Certificate> decoded(List<Base64> chain) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        for (Base64 certificate : chain) {
            certificates.add(
                    (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(certificate.decode())));
        }
        return certificates;
    }

    private static void build(
            X509Certificate leaf, List<X509Certificate> certificates, List<X509Certificate> roots, Instant now)
            throws GeneralSecurityException {
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(leaf);
        Set<TrustAnchor> anchors =
                roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet());
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(now));
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(certificates)));
        CertPathBuilder.getInstance("PKIX").build(parameters);
    }
}
