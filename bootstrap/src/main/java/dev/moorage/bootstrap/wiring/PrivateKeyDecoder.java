package dev.moorage.bootstrap.wiring;

import static dev.moorage.bootstrap.wiring.DerElement.INTEGER;
import static dev.moorage.bootstrap.wiring.DerElement.NULL;
import static dev.moorage.bootstrap.wiring.DerElement.OBJECT_IDENTIFIER;
import static dev.moorage.bootstrap.wiring.DerElement.OCTET_STRING;
import static dev.moorage.bootstrap.wiring.DerElement.SEQUENCE;

import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;

/**
 * Decodes private keys in the three forms in which tools write them: PKCS #8 (RFC 5958), PKCS #1 for RSA (RFC 8017, appendix
 * A.1.2) and SEC 1 for elliptic curves (RFC 5915). The Java runtime reads only PKCS #8. The other two become PKCS #8 when
 * its header is added.
 */
final class PrivateKeyDecoder {
    /** The key algorithms that a TLS server can authenticate with. */
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    private static final DerElement VERSION = new DerElement(INTEGER, new byte[] {0});
    private static final DerElement RSA_ENCRYPTION = identifier("2a864886f70d010101");
    private static final DerElement EC_PUBLIC_KEY = identifier("2a8648ce3d0201");

    /** The tag of an ECPrivateKey's field {@code parameters [0] ECParameters OPTIONAL}. */
    private static final int CURVE = 0xA0;

    private PrivateKeyDecoder() {}

    private static DerElement identifier(String hex) {
        return new DerElement(OBJECT_IDENTIFIER, HexFormat.of().parseHex(hex));
    }

    /**
     * Decodes a private key.
     *
     * @param label the text after {@code BEGIN}, for example {@code PRIVATE KEY} or {@code EC PRIVATE KEY}
     * @param encoded the block's content
     * @throws InvalidKeySpecException with the reason why the key cannot be used, for the operator
     */
    static PrivateKey decode(String label, byte[] encoded) throws InvalidKeySpecException {
        return switch (label) {
            case "PRIVATE KEY" -> ofAnyAlgorithm(encoded);
            case "RSA PRIVATE KEY" -> ofAnyAlgorithm(pkcs8(encoded, RSA_ENCRYPTION, new DerElement(NULL, new byte[0])));
            case "EC PRIVATE KEY" -> ofAnyAlgorithm(pkcs8(encoded, EC_PUBLIC_KEY, curve(encoded)));
            case "ENCRYPTED PRIVATE KEY" ->
                throw new InvalidKeySpecException("it is encrypted; openssl pkey writes it without a passphrase");
            default -> throw new InvalidKeySpecException("\"" + label + "\" is none of PKCS #8, PKCS #1, SEC 1");
        };
    }

    private static byte[] pkcs8(byte[] key, DerElement algorithm, DerElement parameters) {
        return DerElement.sequence(
                        VERSION, DerElement.sequence(algorithm, parameters), new DerElement(OCTET_STRING, key))
                .encoded();
    }

    private static DerElement curve(byte[] key) throws InvalidKeySpecException {
        List<DerElement> whole = DerElement.elements(key);
        if (whole.size() == 1 && whole.getFirst().tag() == SEQUENCE) {
            for (DerElement part : DerElement.elements(whole.getFirst().content())) {
                if (part.tag() == CURVE) {
                    return DerElement.elements(part.content()).stream()
                            .filter(parameters -> parameters.tag() == OBJECT_IDENTIFIER)
                            .findFirst()
                            .orElseThrow(() -> new InvalidKeySpecException("its curve is not named, but described"));
                }
            }
        }
        throw new InvalidKeySpecException("it does not name its curve");
    }

    private static PrivateKey ofAnyAlgorithm(byte[] pkcs8) throws InvalidKeySpecException {
        InvalidKeySpecException refused = new InvalidKeySpecException(
                "it is broken, or of none of RSA, EC with P-256, P-384 or P-521, and EdDSA");
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException e) {
                refused.addSuppressed(e);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("this Java runtime has no keys of " + algorithm, e);
            }
        }
        throw refused;
    }
}
