package dev.moorage.domain.digest;

import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryError;
import dev.moorage.domain.error.RegistryException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;

/**
 * The digest of a content, {@code <algorithm>:<lower-case hex>}: OCI Image Specification, descriptor, section
 * "Digests". The algorithm must be registered, the length exact, and the digits lower case.
 */
public record Digest(DigestAlgorithm algorithm, String hex) {
    private static final int MAX_LENGTH = "sha512:".length() + 128;

    public Digest {
        Objects.requireNonNull(algorithm);
        if (!isHex(hex, 0, algorithm.hexLength())) {
            throw new IllegalArgumentException("not the hex of a " + algorithm.identifier() + " digest");
        }
    }

    /** Returns the digest of a content. */
    public static Digest of(DigestAlgorithm algorithm, byte[] content) {
        try {
            MessageDigest hash = MessageDigest.getInstance(algorithm.jcaName());
            return new Digest(algorithm, HexFormat.of().formatHex(hash.digest(content)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks " + algorithm.jcaName(), e);
        }
    }

    /**
     * Parses a digest. The result is empty if the text is not a digest. No more characters are read than a digest can
     * have.
     */
    public static Optional<Digest> tryParse(String text) {
        if (text.length() > MAX_LENGTH) {
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
     * Parses a digest.
     *
     * @throws RegistryException {@code DIGEST_INVALID} if the text is not a digest
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
