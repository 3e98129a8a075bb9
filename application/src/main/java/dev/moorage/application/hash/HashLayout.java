package dev.moorage.application.hash;

import dev.moorage.domain.digest.DigestAlgorithm;

/**
 * The memory layout of the state of an algorithm's hash.
 *
 * @param magic the bytes that Go's encoding of the state starts with
 * @param blockBytes the number of bytes in a block
 * @param wordBytes the number of bytes in each of the eight words of the chaining value
 */
record HashLayout(int magic, int blockBytes, int wordBytes) {
    static final int WORDS = 8;

    static HashLayout of(DigestAlgorithm algorithm) {
        return switch (algorithm) {
            case SHA256 -> new HashLayout(0x73686103, 64, Integer.BYTES);
            case SHA384 -> new HashLayout(0x73686104, 128, Long.BYTES);
            case SHA512 -> new HashLayout(0x73686107, 128, Long.BYTES);
        };
    }

    int encodedBytes() {
        return Integer.BYTES + WORDS * wordBytes + blockBytes + Long.BYTES;
    }
}
