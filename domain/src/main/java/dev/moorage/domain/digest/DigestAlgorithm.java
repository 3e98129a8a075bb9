package dev.moorage.domain.digest;

import java.util.Optional;

/**
 * The registered digest algorithms that are accepted: OCI Image Specification, descriptor, section "Registered
 * Algorithms", and SHA-384, which Distribution accepts too.
 */
public enum DigestAlgorithm {
    SHA256("sha256", "SHA-256", 32),
    SHA384("sha384", "SHA-384", 48),
    SHA512("sha512", "SHA-512", 64);

    /** The algorithm that blobs are hashed with unless the client names another. */
    public static final DigestAlgorithm CANONICAL = SHA256;

    private final String identifier;
    private final String jcaName;
    private final int bytes;

    DigestAlgorithm(String identifier, String jcaName, int bytes) {
        this.identifier = identifier;
        this.jcaName = jcaName;
        this.bytes = bytes;
    }

    /** Returns the part of a digest before the colon, for example {@code sha256}. */
    public String identifier() {
        return identifier;
    }

    /** Returns the algorithm's name for {@link java.security.MessageDigest#getInstance(String)}. */
    public String jcaName() {
        return jcaName;
    }

    /** Returns how many hexadecimal digits a digest of this algorithm has. */
    public int hexLength() {
        return bytes * 2;
    }

    /** Returns the digest of no bytes. */
    public Digest emptyDigest() {
        return Digest.of(this, new byte[0]);
    }

    /** Returns the algorithm of an identifier. The result is empty if it is not known. Identifiers are lower case. */
    public static Optional<DigestAlgorithm> of(String identifier) {
        return switch (identifier) {
            case "sha256" -> Optional.of(SHA256);
            case "sha384" -> Optional.of(SHA384);
            case "sha512" -> Optional.of(SHA512);
            default -> Optional.empty();
        };
    }
}
