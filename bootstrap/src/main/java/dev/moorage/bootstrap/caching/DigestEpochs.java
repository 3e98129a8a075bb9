package dev.moorage.bootstrap.caching;

import dev.moorage.domain.digest.Digest;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Counts how often the object of a digest was written, so that what was read before is known to be old. Digests share counters: a
 * write of one makes a few others be read again.
 */
final class DigestEpochs {
    /** A power of two. At 1,000 pushes a second, a digest that is not pushed keeps its counter for a quarter of a minute. */
    private static final int COUNTERS = 1 << 14;

    private final AtomicIntegerArray counters = new AtomicIntegerArray(COUNTERS);

    int of(Digest digest) {
        return counters.get(counter(digest));
    }

    void next(Digest digest) {
        counters.incrementAndGet(counter(digest));
    }

    private static int counter(Digest digest) {
        return Integer.parseInt(digest.hex(), 0, 7, 16) & (COUNTERS - 1);
    }
}
