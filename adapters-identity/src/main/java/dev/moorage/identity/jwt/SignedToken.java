package dev.moorage.identity.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.util.Base64URL;
import dev.moorage.application.port.out.identity.TokenVerifier;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PublicKey;
import java.security.Signature;
import java.text.ParseException;
import java.util.Base64;
import tools.jackson.databind.node.ObjectNode;

/**
 * A signed token in the compact form, parsed and not verified. Its length is checked before anything is parsed, and its header
 * must not have critical parameters, which this registry does not know.
 *
 * @param input the bytes that are signed, as text
 */
public record SignedToken(JWSHeader header, Claims claims, String input, Base64URL signature) {
    private static final DefaultJWSVerifierFactory VERIFIERS = new DefaultJWSVerifierFactory();

    /**
     * Parses a token.
     *
     * @throws MalformedTokenException the text is no signed token
     */
    public static SignedToken parse(String text) throws MalformedTokenException {
        if (text.length() > TokenVerifier.MAX_TOKEN) {
            throw new MalformedTokenException("the token is longer than " + TokenVerifier.MAX_TOKEN + " characters");
        }
        int first = text.indexOf('.');
        int last = text.lastIndexOf('.');
        if (first < 1 || first == last || text.indexOf('.', first + 1) != last) {
            throw new MalformedTokenException("the token does not have three parts");
        }
        ObjectNode header = object(text.substring(0, first));
        ObjectNode claims = object(text.substring(first + 1, last));
        if (header.has("crit") || header.has("b64")) {
            throw new MalformedTokenException("the token has critical parameters");
        }
        String input = text.substring(0, last);
        return new SignedToken(
                jose(text.substring(0, first)), new Claims(claims), input, new Base64URL(text.substring(last + 1)));
    }

    private static ObjectNode object(String part) throws MalformedTokenException {
        try {
            return StrictJson.object(Base64.getUrlDecoder().decode(part))
                    .orElseThrow(() -> new MalformedTokenException("a part of the token is no JSON object"));
        } catch (IllegalArgumentException _) {
            throw new MalformedTokenException("a part of the token is not Base64");
        }
    }

    private static JWSHeader jose(String part) throws MalformedTokenException {
        try {
            return JWSHeader.parse(new Base64URL(part));
        } catch (ParseException | IllegalArgumentException _) {
            throw new MalformedTokenException("the header of the token is not that of a signed token");
        }
    }

    /** The name of the algorithm. */
    public String algorithm() {
        return header.getAlgorithm().getName();
    }

    /**
     * Whether the signature is that of a key. A key of another kind than the algorithm's has not signed it, so the bytes of a
     * public key are never taken for a shared secret.
     */
    public boolean isSignedWith(Key key) {
        byte[] signed = input.getBytes(StandardCharsets.US_ASCII);
        try {
            return header.getAlgorithm().equals(JWSAlgorithm.EdDSA)
                    ? isEd25519(key, signed)
                    : VERIFIERS.createJWSVerifier(header, key).verify(header, signed, signature);
        } catch (JOSEException | GeneralSecurityException | IllegalArgumentException _) {
            return false;
        }
    }

    private boolean isEd25519(Key key, byte[] signed) throws GeneralSecurityException {
        if (!(key instanceof PublicKey verifying) || !key.getAlgorithm().equals("EdDSA")) {
            return false;
        }
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(verifying);
        verifier.update(signed);
        return verifier.verify(signature.decode());
    }

    /** Keeps the token out of logs and test reports. */
    @Override
    public String toString() {
        return "token signed with " + algorithm();
    }
}
