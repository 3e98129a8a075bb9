package dev.moorage.application.service.notification.outbox;

import dev.moorage.domain.outbox.EventKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes the keys of this process's events: UUIDs of version 7 (RFC 9562, section 5.7). Each is greater than the one before, also
 * where the clock goes back.
 */
public final class EventKeys {
    private static final int COUNTER_BITS = 12;
    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final InstantSource clock;
    private final RandomGenerator random;
    private final String writer;
    /** The milliseconds, and behind them the number of the event in this millisecond. */
    private long last;

    /** @param random must not be one that other processes have too */
    public EventKeys(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
        this.writer = String.format("%08x", random.nextInt());
    }

    /** Returns the writer in this process's keys. */
    public String writer() {
        return writer;
    }

    /** Returns the next key. */
    public synchronized EventKey next() {
        last = Math.max(last + 1, clock.millis() << COUNTER_BITS);
        long counter = last & (1L << COUNTER_BITS) - 1;
        long most = (last >>> COUNTER_BITS) << 16 | VERSION | counter;
        return new EventKey(new UUID(most, VARIANT | random.nextLong() >>> 2), writer);
    }

    /** Returns the time at which a key was made. */
    public static Instant time(EventKey key) {
        return Instant.ofEpochMilli(key.id().getMostSignificantBits() >>> 16);
    }
}
