package dev.moorage.identity.jwt;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keys by the identifiers that tokens name them with. */
public final class TrustedKeys {
    private final Map<String, TrustedKey> byId = new HashMap<>();
    private final List<X509Certificate> roots;

    private TrustedKeys(List<X509Certificate> roots) {
        this.roots = List.copyOf(roots);
    }

    /**
     * The keys of {@code auth.token}. Each is found by the {@code kid} of the set, by its thumbprint as in Distribution 3, and by
     * its libtrust identifier as in Distribution 2. A {@code kid} of the set wins over a derived identifier.
     */
    public static TrustedKeys ofDistribution(List<X509Certificate> certificates, JWKSet set) {
        TrustedKeys keys = new TrustedKeys(certificates);
        for (JWK jwk : set.getKeys()) {
            TrustedKey.of(jwk).ifPresent(key -> keys.add(Optional.ofNullable(jwk.getKeyID()), key));
        }
        for (JWK jwk : set.getKeys()) {
            TrustedKey.of(jwk).ifPresent(keys::addDerived);
        }
        for (X509Certificate certificate : certificates) {
            keys.addDerived(new TrustedKey(certificate.getPublicKey(), Optional.empty()));
        }
        return keys;
    }

    /** The keys of an OIDC issuer. Each is found by its {@code kid} alone, and a single key also without one. */
    public static TrustedKeys ofIssuer(JWKSet set) {
        TrustedKeys keys = new TrustedKeys(List.of());
        for (JWK jwk : set.getKeys()) {
            TrustedKey.of(jwk)
                    .filter(key -> key.key() instanceof PublicKey)
                    .ifPresent(key -> keys.add(
                            Optional.of(Optional.ofNullable(jwk.getKeyID()).orElse("")), key));
        }
        return keys;
    }

    private void add(Optional<String> id, TrustedKey key) {
        id.ifPresent(known -> byId.putIfAbsent(known, key));
    }

    private void addDerived(TrustedKey trusted) {
        if (trusted.key() instanceof PublicKey key) {
            add(KeyIds.thumbprint(key), trusted);
            add(Optional.of(KeyIds.libtrust(key)), trusted);
        }
    }

    /** Returns the key with an identifier. */
    public Optional<TrustedKey> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Returns the key of a set that has one key only. */
    public Optional<TrustedKey> single() {
        return byId.size() == 1 ? byId.values().stream().findFirst() : Optional.empty();
    }

    /** The certificates to which the chain of a token must lead. */
    public List<X509Certificate> roots() {
        return roots;
    }

    /** Whether there is nothing that a token could be verified with. */
    public boolean isEmpty() {
        return byId.isEmpty();
    }
}
