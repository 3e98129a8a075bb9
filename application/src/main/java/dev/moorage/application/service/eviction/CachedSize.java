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
 * How many bytes the content of upstreams has, by the hour of its last use. A blob counts once, for the latest use of all that
 * names it. For each blob, 12 to 24 bytes are held in memory.
 */
final class CachedSize {
    /** What never goes has this hour. */
    private static final int PINNED = Integer.MAX_VALUE;

    private static final long HOUR = Duration.ofHours(1).toSeconds();

    /** The part of the size that is left after content has gone because of it, in percent. */
    private static final long LEFT_PERCENT = 90;

    private final LatestNumbers hours = new LatestNumbers();

    /** Adds all that one tag or manifest needs. */
    void add(CachedRepository repository, Root root, boolean isPinned) {
        int hour = isPinned ? PINNED : hour(root.use().order());
        repository.closure(List.of(root.digest())).forEach(digest -> raise(digest, hour));
    }

    /** Adds a blob that no manifest names. */
    void add(Digest digest, Instant fetched) {
        raise(digest, hour(fetched));
    }

    private void raise(Digest digest, int hour) {
        boolean _ = hours.raise(key(digest), hour);
    }

    /** Returns the hour of a moment, since 1970. */
    static int hour(Instant time) {
        return (int) (time.getEpochSecond() / HOUR);
    }

    private static long key(Digest digest) {
        return Long.parseUnsignedLong(digest.hex().substring(0, 16), 16);
    }

    /**
     * The bytes that there are.
     *
     * @param byHour the bytes of what may go, by the hour of its last use
     * @param total with those of what is pinned
     */
    record Bytes(NavigableMap<Integer, Long> byHour, long total) {
        /**
         * Returns the last hour whose content has to go.
         *
         * @param size the most bytes that may be there
         * @return empty if there are no more
         */
        Optional<Integer> lastToGo(long size) {
            if (total <= size) {
                return Optional.empty();
            }
            long left = total;
            for (Map.Entry<Integer, Long> hour : byHour.entrySet()) {
                left -= hour.getValue();
                if (left <= size / 100 * LEFT_PERCENT) {
                    return Optional.of(hour.getKey());
                }
            }
            return byHour.isEmpty() ? Optional.empty() : Optional.of(byHour.lastKey());
        }
    }

    /** Lists the blobs, and sums their sizes. */
    Bytes bytes(StorageDriver storage) throws IOException {
        NavigableMap<Integer, Long> byHour = new TreeMap<>();
        long[] total = new long[1];
        ObjectWalk.recursive(storage, RegistryKeys.BLOBS).forEach(entry -> {
            if (entry instanceof ObjectPage.Found(var key, long size)) {
                int hour = RegistryKeys.digestOfBlob(key)
                        .map(digest -> hours.get(key(digest)))
                        .orElse(Integer.MIN_VALUE);
                if (hour != Integer.MIN_VALUE) {
                    total[0] += size;
                }
                if (hour != Integer.MIN_VALUE && hour != PINNED) {
                    byHour.merge(hour, size, Long::sum);
                }
            }
        });
        return new Bytes(byHour, total[0]);
    }
}
