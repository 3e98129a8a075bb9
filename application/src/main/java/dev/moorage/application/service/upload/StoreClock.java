package dev.moorage.application.service.upload;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.out.storage.Durability;
import dev.moorage.application.port.out.storage.ObjectInfo;
import dev.moorage.application.port.out.storage.ObjectKey;
import dev.moorage.application.port.out.storage.StorageDriver;
import dev.moorage.application.port.out.storage.WriteCondition;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * The store's clock, by which objects have their times. Read off an object that is written for it, the first time that
 * somebody asks; from then on this process's clock tells how much later it is.
 */
final class StoreClock {
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
        ObjectKey key = RegistryKeys.clock(UUID.randomUUID());
        try {
            storage.put(key, new byte[0], WriteCondition.ANY, Durability.PROCESS_CRASH);
            return storage.stat(key)
                    .map(ObjectInfo::lastModified)
                    .orElseThrow(() -> new IOException("what was written to learn the store's time is gone"));
        } finally {
            storage.delete(key, WriteCondition.ANY, Durability.PROCESS_CRASH);
        }
    }
}
