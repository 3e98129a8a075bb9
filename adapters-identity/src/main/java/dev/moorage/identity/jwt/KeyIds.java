package dev.moorage.identity.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Optional;

/** The identifiers that token servers derive from a public key. */
final class KeyIds {
    private static final char[] BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".toCharArray();
    private static final int LIBTRUST_BYTES = 30;
    private static final int GROUP = 4;
    private static final int ED25519_OFFSET = 12;

    private KeyIds() {}

    /** The thumbprint of RFC 7638, with which Distribution 3 finds a key. It is empty for a kind without one. */
    static Optional<String> thumbprint(PublicKey key) {
        try {
            Optional<JWK> jwk = switch (key) {
                case RSAPublicKey rsa -> Optional.of(new RSAKey.Builder(rsa).build());
                case ECPublicKey ec ->
                    Optional.ofNullable(Curve.forECParameterSpec(ec.getParams()))
                            .map(curve -> new ECKey.Builder(curve, ec).build());
                default -> key.getAlgorithm().equals("EdDSA") ? Optional.of(ed25519(key)) : Optional.empty();
            };
            return jwk.isEmpty()
                    ? Optional.empty()
                    : Optional.of(jwk.get().computeThumbprint().toString());
        } catch (JOSEException _) {
            return Optional.empty();
        }
    }

    private static JWK ed25519(PublicKey key) {
        byte[] encoded = key.getEncoded();
        byte[] point = Arrays.copyOfRange(encoded, ED25519_OFFSET, encoded.length);
        return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point)).build();
    }

    /**
     * The identifier of libtrust, with which Distribution 2 finds a key: the first 240 bits of the SHA-256 of the DER form, in
     * Base32, in groups of four characters.
     */
    static String libtrust(PublicKey key) {
        byte[] hash = Arrays.copyOf(sha256(key.getEncoded()), LIBTRUST_BYTES);
        StringBuilder id = new StringBuilder();
        int bits = 0;
        int held = 0;
        int written = 0;
        for (byte b : hash) {
            bits = bits << 8 | b & 0xff;
            held += 8;
            while (held >= 5) {
                held -= 5;
                id.append(written > 0 && written % GROUP == 0 ? ":" : "").append(BASE32[bits >> held & 31]);
                written++;
            }
        }
        return id.toString();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256", e);
        }
    }
}
