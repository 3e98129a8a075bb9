package dev.moorage.storage.s3.object;

import dev.moorage.storage.spi.object.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Objects that a request has shown a moment ago to hold their bytes themselves, and not to refer to segments. A URL for such an
 * object, and its deletion, need no further request. The URL lives for minutes, so that the object may be replaced or
 * deleted in any case before a client uses it. The memory has a fixed size: an object may be forgotten for another one.
 */
public final class WholeObjects {
    /** How long an object is known. Reads of blobs are cached as long by default. */
    static final Duration LIFE = Duration.ofSeconds(10);

    /** A power of two. A slot with an object takes about 200 bytes. */
    private static final int SLOTS = 1 << 12;

    private final InstantSource clock;
    private final boolean known;
    private final AtomicReferenceArray<@Nullable Seen> slots = new AtomicReferenceArray<>(SLOTS);

    private record Seen(ObjectKey key, Instant time) {}

    /** @param known whether objects are known at all. They are not where this server publishes references */
    public WholeObjects(InstantSource clock, boolean known) {
        this.clock = clock;
        this.known = known;
    }

    /**
     * Notes what a request that ends now has shown of an object.
     *
     * @param holdsItsBytes whether the object is no reference
     */
    public void saw(ObjectKey key, boolean holdsItsBytes) {
        if (holdsItsBytes && known) {
            slots.set(slot(key), new Seen(key, clock.instant()));
        } else {
            forget(key);
        }
    }

    /** Returns whether an object was seen to hold its bytes itself, at most {@link #LIFE} ago. */
    public boolean has(ObjectKey key) {
        Seen seen = slots.get(slot(key));
        if (seen == null || !seen.key().equals(key)) {
            return false;
        }
        Duration age = Duration.between(seen.time(), clock.instant());
        return !age.isNegative() && age.compareTo(LIFE) < 0;
    }

    /** Forgets an object that is deleted. */
    public void forget(ObjectKey key) {
        slots.set(slot(key), null);
    }

    private static int slot(ObjectKey key) {
        int hash = key.hashCode();
        return (hash ^ hash >>> Short.SIZE) & (SLOTS - 1);
    }
}
