package dev.moorage.application.service.upload;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.storage.spi.Durability;
import dev.moorage.storage.spi.ObjectInfo;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.WriteCondition;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The store's clock, by which objects have their times. Read off an object that is written for it, the first time that
 * somebody asks; from then on this process's clock tells how much later it is.
 */
final class StoreClock {
    private static final int MOST_ATTEMPTS = 100;

    private final StorageDriver storage;
    private final InstantSource clock;
    private final boolean writes;
    private Optional<Duration> ahead = Optional.empty();

    /**
     * @param writes whether an object may be written for it; else this process's clock must do
     */
    StoreClock(StorageDriver storage, InstantSource clock, boolean writes) {
        this.storage = storage;
        this.clock = clock;
        this.writes = writes;
    }

    Instant now() throws IOException {
        if (!writes) {
            return clock.instant();
        }
        if (ahead.isEmpty()) {
            ahead = Optional.of(Duration.between(clock.instant(), read()));
        }
        return clock.instant().plus(ahead.get());
    }

    private Instant read() throws IOException {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            storage.put(RegistryKeys.CLOCK, new byte[0], WriteCondition.ANY, Durability.PROCESS_CRASH);
            Optional<ObjectInfo> written = storage.stat(RegistryKeys.CLOCK);
            storage.delete(RegistryKeys.CLOCK, WriteCondition.ANY, Durability.PROCESS_CRASH);
            if (written.isPresent()) { // Else another has asked at the same time, and has deleted it first.
                return written.get().lastModified();
            }
        }
        throw new IOException("the store's time cannot be learned");
    }
}
