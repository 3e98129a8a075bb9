package dev.moorage.application.service.garbage;

import dev.moorage.domain.digest.Digest;
import java.util.ArrayList;
import java.util.List;

/**
 * A set of digests that uses about two bytes for each, a Bloom filter. It never forgets a digest, and takes one in a
 * thousand others for its own. The salt differs in each pass, so that no digest stays by mistake for ever. It grows by
 * further filters, each twice as large. One thread fills it, and any number of threads may read it afterwards.
 */
final class LinkFilter {
    private static final int BITS_FOR_EACH = 16;
    private static final int HASHES = 10;
    private static final int FIRST_CAPACITY = 1 << 16;

    /** The first capacity of a filter of one repository, of which a collection may hold many. */
    static final int SMALL = 1 << 9;

    private final long salt;
    private final List<long[]> filters = new ArrayList<>();
    private long capacity;
    private long inLast;

    LinkFilter(long salt) {
        this(salt, FIRST_CAPACITY);
    }

    /**
     * @param capacity the number of digests of the first filter
     */
    LinkFilter(long salt, int capacity) {
        this.salt = salt;
        this.capacity = capacity;
        filters.add(filter(capacity));
    }

    private static long[] filter(long capacity) {
        return new long[Math.toIntExact(capacity * BITS_FOR_EACH / Long.SIZE)];
    }

    void add(Digest digest) {
        if (mayContain(digest)) {
            return;
        }
        if (inLast == capacity) {
            capacity *= 2;
            filters.add(filter(capacity));
            inLast = 0;
        }
        long[] last = filters.getLast();
        long hash = hash(digest, 0);
        long step = hash(digest, Long.SIZE / 4);
        for (int i = 0; i < HASHES; i++) {
            int bit = bit(last, hash + i * step);
            last[bit / Long.SIZE] |= 1L << bit;
        }
        inLast++;
    }

    /** Returns whether the digest was added. It may be true for a digest that was not. */
    boolean mayContain(Digest digest) {
        long hash = hash(digest, 0);
        long step = hash(digest, Long.SIZE / 4);
        return filters.stream().anyMatch(filter -> mayContain(filter, hash, step));
    }

    private static boolean mayContain(long[] filter, long hash, long step) {
        for (int i = 0; i < HASHES; i++) {
            int bit = bit(filter, hash + i * step);
            if ((filter[bit / Long.SIZE] & 1L << bit) == 0) {
                return false;
            }
        }
        return true;
    }

    private static int bit(long[] filter, long hash) {
        return (int) Math.unsignedMultiplyHigh(hash, (long) filter.length * Long.SIZE);
    }

    /** Returns a hash of 16 digits of a digest, mixed as in SplitMix64. */
    private long hash(Digest digest, int from) {
        long mixed = Long.parseUnsignedLong(digest.hex(), from, from + 16, 16) ^ salt;
        mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }

    /** Returns the memory that the filter takes, in bytes. */
    long bytes() {
        return filters.stream()
                .mapToLong(filter -> (long) filter.length * Long.BYTES)
                .sum();
    }
}
