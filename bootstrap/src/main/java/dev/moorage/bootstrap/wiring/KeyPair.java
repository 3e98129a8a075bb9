package dev.moorage.bootstrap.wiring;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.List;

/** A private key, and the certificates that the server presents with it. The first certificate is its own. */
record KeyPair(PrivateKey key, List<X509Certificate> chain) {
    private static final byte[] CHALLENGE = new byte[32];

    KeyPair {
        chain = List.copyOf(chain);
    }

    /**
     * Returns whether the key belongs to the first certificate, that is, whether the certificate verifies what the key
     * signs.
     */
    boolean fits() {
        PublicKey named = chain.getFirst().getPublicKey();
        if (key instanceof RSAKey mine && named instanceof RSAKey its) {
            return mine.getModulus().equals(its.getModulus());
        }
        try {
            Signature signature =
                    Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : key.getAlgorithm());
            signature.initSign(key);
            signature.update(CHALLENGE);
            byte[] signed = signature.sign();
            signature.initVerify(named);
            signature.update(CHALLENGE);
            return signature.verify(signed);
        } catch (InvalidKeyException | SignatureException _) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("a key of the algorithm " + key.getAlgorithm() + " cannot be used", e);
        }
    }

    /** Returns one sentence for each certificate that is expired or not yet valid. */
    List<String> outOfTime(Instant now) {
        return chain.stream()
                .filter(one -> now.isBefore(one.getNotBefore().toInstant())
                        || now.isAfter(one.getNotAfter().toInstant()))
                .map(one ->
                        "the certificate of " + one.getSubjectX500Principal().getName() + " is valid from "
                                + one.getNotBefore().toInstant() + " to "
                                + one.getNotAfter().toInstant()
                                + " only: clients refuse it")
                .toList();
    }
}
