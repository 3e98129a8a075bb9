package dev.moorage.identity.jwt;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A key that signatures are verified with.
 *
 * @param algorithm the only algorithm that the key is for, or empty
 */
public record TrustedKey(Key key, Optional<String> algorithm) {
    /** The structure in front of the 32 bytes of an Ed25519 key (RFC 8410). */
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int ED25519_BYTES = 32;

    /** Returns the key of a JWK. The result is empty for a key of a kind that no algorithm here verifies with. */
    public static Optional<TrustedKey> of(JWK jwk) {
        if (KeyUse.ENCRYPTION.equals(jwk.getKeyUse())) {
            return Optional.empty();
        }
        try {
            Optional<Key> key = switch (jwk) {
                case RSAKey rsa -> Optional.of(rsa.toPublicKey());
                case ECKey ec -> Optional.of(ec.toPublicKey());
                case OctetSequenceKey secret -> Optional.of(secret.toSecretKey());
                case OctetKeyPair pair -> ed25519(pair);
                default -> Optional.empty();
            };
            return key.map(found -> new TrustedKey(
                    found, Optional.ofNullable(jwk.getAlgorithm()).map(Algorithm::getName)));
        } catch (JOSEException | GeneralSecurityException _) {
            return Optional.empty();
        }
    }

    private static Optional<Key> ed25519(OctetKeyPair pair) throws GeneralSecurityException {
        byte[] point = pair.getDecodedX();
        if (!Curve.Ed25519.equals(pair.getCurve()) || point.length != ED25519_BYTES) {
            return Optional.empty();
        }
        byte[] encoded = new byte[ED25519_PREFIX.length + ED25519_BYTES];
        System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
        System.arraycopy(point, 0, encoded, ED25519_PREFIX.length, ED25519_BYTES);
        return Optional.of(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
    }

    /** Whether this key signed a token. */
    public boolean signed(SignedToken token) {
        return algorithm.map(token.algorithm()::equals).orElse(true) && token.isSignedWith(key);
    }
}
