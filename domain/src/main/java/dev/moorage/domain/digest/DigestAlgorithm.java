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

    /** What a blob is hashed with when nobody says otherwise. */
    public static final DigestAlgorithm CANONICAL = SHA256;

    private final String identifier;
    private final String jcaName;
    private final int bytes;

    DigestAlgorithm(String identifier, String jcaName, int bytes) {
        this.identifier = identifier;
        this.jcaName = jcaName;
        this.bytes = bytes;
    }

    /** The algorithm as it stands before the colon of a digest, such as {@code sha256}. */
    public String identifier() {
        return identifier;
    }

    /** The algorithm's name for {@link java.security.MessageDigest#getInstance(String)}. */
    public String jcaName() {
        return jcaName;
    }

    /** How many hexadecimal digits a digest of this algorithm has. */
    public int hexLength() {
        return bytes * 2;
    }

    /** The algorithm of that identifier, or nothing. Identifiers are lower case, exactly. */
    public static Optional<DigestAlgorithm> of(String identifier) {
        return switch (identifier) {
            case "sha256" -> Optional.of(SHA256);
            case "sha384" -> Optional.of(SHA384);
            case "sha512" -> Optional.of(SHA512);
            default -> Optional.empty();
        };
    }
}
