package dev.moorage.storage.memory;

import dev.moorage.storage.spi.object.ObjectKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The objects and staged bytes that several drivers share, as several processes share a bucket. Every access holds the
 * store's monitor, so all operations are linearizable.
 */
public final class InMemoryStore {
    final NavigableMap<ObjectKey, StoredObject> objects = new TreeMap<>();
    final Map<ObjectKey, StagingArea> areas = new HashMap<>();
    private final InstantSource clock;
    private long versions;

    public InMemoryStore() {
        this(InstantSource.system());
    }

    /**
     * @param clock the store's clock
     */
    public InMemoryStore(InstantSource clock) {
        this.clock = clock;
    }

    record StoredObject(byte[] content, String version, Instant lastModified) {}

    StoredObject stored(byte[] content) {
        versions++;
        return new StoredObject(content, "v" + versions, now());
    }

    Instant now() {
        return clock.instant();
    }

    /** The number of bytes of objects and of staged objects. */
    public synchronized long bytes() {
        return stagedBytes()
                + objects.values().stream()
                        .mapToLong(object -> object.content().length)
                        .sum();
    }

    /** The number of staged objects, both of active uploads and of abandoned ones. */
    public synchronized int stagedCount() {
        return areas.size();
    }

    /** The number of staged bytes. */
    public synchronized long stagedBytes() {
        return areas.values().stream().mapToLong(StagingArea::size).sum();
    }
}
