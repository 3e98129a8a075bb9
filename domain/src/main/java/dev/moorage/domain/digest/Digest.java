package dev.moorage.domain.digest;

import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryError;
import dev.moorage.domain.error.RegistryException;
import java.util.Objects;
import java.util.Optional;

/**
 * A content's digest, {@code <algorithm>:<lower-case hex>}: OCI Image Specification, descriptor, section "Digests".
 * Only registered algorithms, the exact length, lower case.
 */
public record Digest(DigestAlgorithm algorithm, String hex) {
    private static final int LONGEST = "sha512:".length() + 128;

    public Digest {
        Objects.requireNonNull(algorithm);
        if (!isHex(hex, 0, algorithm.hexLength())) {
            throw new IllegalArgumentException("not the hex of a " + algorithm.identifier() + " digest");
        }
    }

    /** The digest that the text says, or nothing when it does not parse. Looks at no more than the length allows. */
    public static Optional<Digest> tryParse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        return DigestAlgorithm.of(text.substring(0, colon))
                .filter(algorithm -> isHex(text, colon + 1, algorithm.hexLength()))
                .map(algorithm -> new Digest(algorithm, text.substring(colon + 1)));
    }

    /**
     * The digest that the text says.
     *
     * @throws RegistryException {@code DIGEST_INVALID} when it does not parse
     */
    public static Digest parse(String text) {
        return tryParse(text)
                .orElseThrow(() -> new RegistryException(RegistryError.of(
                        ErrorCode.DIGEST_INVALID, "digest is not <algorithm>:<hex> of a known algorithm")));
    }

    private static boolean isHex(String text, int from, int length) {
        if (text.length() - from != length) {
            return false;
        }
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return algorithm.identifier() + ":" + hex;
    }
}
