package dev.moorage.identity.password;

import java.security.SecureRandom;
import java.util.Optional;

/** A stored hash of a password. */
public sealed interface PasswordHash permits BcryptHash, Sha2CryptHash, Argon2Hash {
    /** Compares a password with this hash. The time does not depend on the result. */
    boolean matches(byte[] password);

    /** Returns a hash that no known password matches, and that takes as long to compare as this one. */
    PasswordHash decoy(SecureRandom random);

    /** What the comparison costs, as a text: hashes of the same cost take the same time. */
    String cost();

    /** The hash as it is stored. */
    String text();

    /**
     * Parses a hash. The result is empty for a text of a kind that is not supported.
     *
     * @throws PasswordHashException the cost is so high that a comparison would occupy the registry for long, or is lower than the
     *     kind allows
     */
    static Optional<PasswordHash> parse(String text) throws PasswordHashException {
        if (text.startsWith("$2")) {
            return BcryptHash.parse(text);
        }
        if (text.startsWith("$5$") || text.startsWith("$6$")) {
            return Sha2CryptHash.parse(text);
        }
        return text.startsWith("$argon2id$") ? Argon2Hash.parse(text) : Optional.empty();
    }
}
