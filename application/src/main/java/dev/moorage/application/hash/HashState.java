package dev.moorage.application.hash;

import dev.moorage.domain.digest.DigestAlgorithm;
import java.util.Objects;

/**
 * The state of a hash in the middle of its content, in a form that another process can continue from. It holds the
 * chaining value, the bytes that do not yet fill a block, and the length.
 *
 * @param length the number of bytes hashed
 * @param encoded the state in Base64. It is opaque and valid for one algorithm only
 */
public record HashState(DigestAlgorithm algorithm, long length, String encoded) {
    public HashState {
        Objects.requireNonNull(algorithm);
        Objects.requireNonNull(encoded);
        if (length < 0) {
            throw new IllegalArgumentException("negative length");
        }
    }
}
