package dev.moorage.identity.distribution;

import com.nimbusds.jose.jwk.JWKSet;
import dev.moorage.identity.jwt.TrustedKeys;
import dev.moorage.identity.keys.KeysUnavailableException;
import dev.moorage.identity.keys.Refreshing;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** The keys of {@code rootcertbundle} and {@code jwks} together, put together anew when one of them has changed. */
public final class DistributionKeys implements Refreshing<TrustedKeys> {
    private final Optional<Refreshing<List<X509Certificate>>> certificates;
    private final Optional<Refreshing<JWKSet>> set;
    private volatile Joined joined = new Joined(List.of(), new JWKSet());

    private record Joined(List<X509Certificate> certificates, JWKSet set, TrustedKeys keys) {
        Joined(List<X509Certificate> certificates, JWKSet set) {
            this(certificates, set, TrustedKeys.ofDistribution(certificates, set));
        }
    }

    public DistributionKeys(
            Optional<Refreshing<List<X509Certificate>>> certificates, Optional<Refreshing<JWKSet>> set) {
        if (certificates.isEmpty() && set.isEmpty()) {
            throw new IllegalArgumentException("token authentication needs rootcertbundle, jwks, or both");
        }
        this.certificates = certificates;
        this.set = set;
    }

    @Override
    public TrustedKeys current() throws KeysUnavailableException {
        return join(
                certificates.isPresent() ? certificates.get().current() : List.of(),
                set.isPresent() ? set.get().current() : new JWKSet());
    }

    @Override
    public TrustedKeys refreshed() throws KeysUnavailableException {
        return join(
                certificates.isPresent() ? certificates.get().refreshed() : List.of(),
                set.isPresent() ? set.get().refreshed() : new JWKSet());
    }

    @SuppressWarnings("ReferenceEquality") // A value that was read again is another object.
    private TrustedKeys join(List<X509Certificate> certificatesNow, JWKSet setNow) {
        Joined seen = joined;
        if (seen.certificates() != certificatesNow || set.isPresent() && seen.set() != setNow) {
            seen = new Joined(certificatesNow, setNow);
            joined = seen;
        }
        return seen.keys();
    }
}
