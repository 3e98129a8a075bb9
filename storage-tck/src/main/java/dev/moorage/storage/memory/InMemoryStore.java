package dev.moorage.storage.memory;

import dev.moorage.storage.spi.ObjectKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What several drivers share as several processes share a bucket: objects, and what is staged. Every access holds the
 * store's monitor, so everything is linearizable.
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
        return new StoredObject(content, "v" + versions, clock.instant());
    }

    /** How many staged objects there are, those of living uploads and those that were left behind. */
    public synchronized int stagedCount() {
        return areas.size();
    }

    /** How many bytes are staged. */
    public synchronized long stagedBytes() {
        return areas.values().stream().mapToLong(StagingArea::size).sum();
    }
}
