package dev.moorage.application.cache;

import dev.moorage.domain.digest.Digest;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Counts the writes of each digest's object, so that the caches recognise values that were read before a write. Several
 * digests share a counter, so a write of one also causes a few others to be read again.
 */
final class DigestEpochs {
    /**
     * A power of two. At 1,000 pushes a second, the counter of a digest that is not pushed changes about every 16 seconds.
     */
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
