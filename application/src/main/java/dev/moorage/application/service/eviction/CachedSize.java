package dev.moorage.application.service.eviction;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.service.eviction.CachedRepository.Root;
import dev.moorage.application.service.retention.pulls.LatestNumbers;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.domain.digest.Digest;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectPage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How many bytes the content of upstreams has, by its last use. Uses are put into buckets of 3.5 seconds. Of a pull only the day is known,
 * so what was pulled on one day is spread over the buckets of its last hour by its digest, and leaves in parts. A blob counts once, for
 * the latest use of all that names it. For each blob, 12 to 24 bytes are held in memory.
 */
final class CachedSize {
    /** What never goes has this bucket. */
    private static final int PINNED = Integer.MAX_VALUE;

    private static final long HOUR = Duration.ofHours(1).toSeconds();

    /** The logarithm of the number of buckets in an hour. */
    private static final int BITS = 10;

    /** The part of the size that is left after content has gone because of it, in percent. */
    private static final long LEFT_PERCENT = 90;

    private final LatestNumbers buckets = new LatestNumbers();

    /** Adds all that one tag or manifest needs. */
    void add(CachedRepository repository, Root root, boolean isPinned) {
        int bucket = isPinned ? PINNED : bucket(root);
        repository.closure(List.of(root.digest())).forEach(digest -> raise(digest, bucket));
    }

    /** Adds a blob that no manifest names. */
    void add(Digest digest, Instant fetched) {
        raise(digest, bucket(fetched));
    }

    private void raise(Digest digest, int bucket) {
        boolean _ = buckets.raise(key(digest), bucket);
    }

    /** Returns the bucket of a moment. Later moments have the same one or a greater one. */
    static int bucket(Instant time) {
        long second = time.getEpochSecond();
        return (int) (second / HOUR << BITS | (second % HOUR << BITS) / HOUR);
    }

    /** Returns the bucket of the last use of a tag or manifest. */
    static int bucket(Root root) {
        Instant order = root.use().order();
        boolean isOfDay = !order.equals(root.use().fetched());
        return isOfDay ? bucket(order) | (int) (key(root.digest()) & (1 << BITS) - 1) : bucket(order);
    }

    private static long key(Digest digest) {
        return Long.parseUnsignedLong(digest.hex().substring(0, 16), 16);
    }

    /**
     * The bytes that there are.
     *
     * @param byUse the bytes of what may go, by the bucket of its last use
     * @param total with those of what is pinned
     */
    record Bytes(NavigableMap<Integer, Long> byUse, long total) {
        /**
         * Returns the last bucket whose content has to go.
         *
         * @param size the most bytes that may be there
         * @return empty if there are no more
         */
        Optional<Integer> lastToGo(long size) {
            if (total <= size) {
                return Optional.empty();
            }
            long left = total;
            for (Map.Entry<Integer, Long> bucket : byUse.entrySet()) {
                left -= bucket.getValue();
                if (left <= size / 100 * LEFT_PERCENT) {
                    return Optional.of(bucket.getKey());
                }
            }
            return byUse.isEmpty() ? Optional.empty() : Optional.of(byUse.lastKey());
        }
    }

    /** Lists the blobs, and sums their sizes. */
    Bytes bytes(StorageDriver storage) throws IOException {
        NavigableMap<Integer, Long> byUse = new TreeMap<>();
        long[] total = new long[1];
        ObjectWalk.recursive(storage, RegistryKeys.BLOBS).forEach(entry -> {
            if (entry instanceof ObjectPage.Found(var key, long size)) {
                int bucket = RegistryKeys.digestOfBlob(key)
                        .map(digest -> buckets.get(key(digest)))
                        .orElse(Integer.MIN_VALUE);
                if (bucket != Integer.MIN_VALUE) {
                    total[0] += size;
                }
                if (bucket != Integer.MIN_VALUE && bucket != PINNED) {
                    byUse.merge(bucket, size, Long::sum);
                }
            }
        });
        return new Bytes(byUse, total[0]);
    }
}
