package dev.moorage.identity;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.moorage.identity.jwt.PemCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** Keys and certificates of tests. The certificate {@code leaf} is signed by {@code intermediate}, and that by {@code root}. */
public final class TestKeys {
    private static final int ED25519_BYTES = 32;

    private TestKeys() {}

    public static byte[] file(String name) {
        try (InputStream file = TestKeys.class.getResourceAsStream(name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static X509Certificate certificate(String name) {
        try {
            return PemCertificates.parse(file(name + ".pem")).getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A certificate as an element of {@code x5c}. */
    public static String x5c(String name) {
        try {
            return Base64.getEncoder().encodeToString(certificate(name).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static PrivateKey privateKey(String name, String algorithm) {
        String pem = new String(file(name + ".key.pem"), StandardCharsets.US_ASCII).replaceAll("-----[A-Z ]*-----", "");
        try {
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static KeyPair rsa() {
        return pair("RSA", null);
    }

    /** @param curve such as {@code secp256r1} */
    public static KeyPair ec(String curve) {
        return pair("EC", curve);
    }

    public static KeyPair ed25519() {
        return pair("Ed25519", null);
    }

    private static KeyPair pair(String algorithm, String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (curve != null) {
                generator.initialize(new ECGenParameterSpec(curve));
            } else if (algorithm.equals("RSA")) {
                generator.initialize(2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The public JWK of a key. */
    public static JWK jwk(KeyPair pair, String id) {
        return switch (pair.getPublic()) {
            case RSAPublicKey rsa -> new RSAKey.Builder(rsa).keyID(id).build();
            case ECPublicKey ec ->
                new ECKey.Builder(Curve.forECParameterSpec(ec.getParams()), ec)
                        .keyID(id)
                        .build();
            default -> {
                byte[] encoded = pair.getPublic().getEncoded();
                byte[] point = Arrays.copyOfRange(encoded, encoded.length - ED25519_BYTES, encoded.length);
                yield new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point))
                        .keyID(id)
                        .build();
            }
        };
    }
}
