package dev.moorage.application.layout;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The store's clock, which sets the times of objects. On first use it is read from an object that is written for this
 * purpose. After that, this process's clock measures how much time has passed.
 *
 * <p>A time is never later than the store's own, however long the reading takes: a request that waits for the end of a
 * removal would otherwise go on while the store still carries the delete out.
 */
public final class StoreClock {
    private static final int MAX_ATTEMPTS = 100;

    private final StorageDriver storage;
    private final InstantSource clock;
    private final boolean writes;
    private Optional<Duration> ahead = Optional.empty();

    /**
     * @param writes whether an object may be written. If not, this process's clock is used
     */
    public StoreClock(StorageDriver storage, InstantSource clock, boolean writes) {
        this.storage = storage;
        this.clock = clock;
        this.writes = writes;
    }

    /** Returns the store's time. */
    public Instant now() throws IOException {
        if (!writes) {
            return clock.instant();
        }
        if (ahead.isEmpty()) {
            Instant there = read();
            ahead = Optional.of(Duration.between(clock.instant(), there));
            return there;
        }
        return clock.instant().plus(ahead.get());
    }

    private Instant read() throws IOException {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            storage.put(RegistryKeys.CLOCK, new byte[0], WriteCondition.ANY, Durability.PROCESS_CRASH);
            Optional<ObjectInfo> written = storage.stat(RegistryKeys.CLOCK);
            storage.delete(RegistryKeys.CLOCK, WriteCondition.ANY, Durability.PROCESS_CRASH);
            if (written.isPresent()) { // Otherwise a concurrent reader has deleted it.
                return written.get().lastModified();
            }
        }
        throw new IOException("the store's time cannot be learned");
    }
}
