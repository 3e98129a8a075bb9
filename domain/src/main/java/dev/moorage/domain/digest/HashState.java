package dev.moorage.domain.digest;

import java.util.Objects;

/**
 * A hash in the middle of its content, in a form that another process can take up: the chaining value, the bytes that do
 * not fill a block yet, and the length.
 *
 * @param length how many bytes were hashed
 * @param encoded the state in Base64; opaque, and of one algorithm only
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
