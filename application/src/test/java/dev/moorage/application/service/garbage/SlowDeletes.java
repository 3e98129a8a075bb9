package dev.moorage.application.service.garbage;

import dev.moorage.application.fixture.Contents;
import dev.moorage.storage.spi.ForwardingStorageDriver;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.DeleteFence;
import dev.moorage.storage.spi.object.DeleteGuard;
import dev.moorage.storage.spi.object.DeleteOutcome;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A driver that looks at the guard when a delete begins, and deletes some time later, as an object store does that only
 * refuses a delete after its time. It has that store's weaknesses, if a test asks for one.
 */
final class SlowDeletes extends ForwardingStorageDriver {
    private final StorageDriver driver;
    private final InstantSource clock;
    private final Set<Weakness> weaknesses;
    private final Between between;

    /** Something that happens while a delete is on its way. */
    interface Between {
        void run() throws IOException;
    }

    /** What the store does wrong. */
    enum Weakness {
        /** A delete takes effect although the guard had another version when it began. */
        DELETE_IGNORES_GUARD,
        /** A delete takes effect although its time is over. */
        DELETE_LANDS_AFTER_UNTIL
    }

    /**
     * @param between runs after the guard was looked at, and before the delete of each object
     */
    SlowDeletes(StorageDriver driver, InstantSource clock, Set<Weakness> weaknesses, Between between) {
        this.driver = driver;
        this.clock = clock;
        this.weaknesses = weaknesses;
        this.between = between;
    }

    @Override
    protected StorageDriver delegate() {
        return driver;
    }

    @Override
    public DeleteFence deleteFence() {
        return DeleteFence.TIMED;
    }

    @Override
    public Map<ObjectKey, DeleteOutcome> deleteWhile(DeleteGuard guard, Set<ObjectKey> keys, Durability durability)
            throws IOException {
        Optional<ObjectInfo> now = driver.stat(guard.key());
        boolean holds =
                now.filter(info -> info.version().equals(guard.version())).isPresent()
                        || weaknesses.contains(Weakness.DELETE_IGNORES_GUARD);
        Map<ObjectKey, DeleteOutcome> outcomes = new HashMap<>();
        for (ObjectKey key : keys) {
            between.run();
            boolean late =
                    clock.instant().isAfter(guard.until()) && !weaknesses.contains(Weakness.DELETE_LANDS_AFTER_UNTIL);
            if (holds && !late) {
                new Contents(driver).delete(key);
            }
            outcomes.put(key, !holds ? DeleteOutcome.CHANGED : late ? DeleteOutcome.TOO_LATE : DeleteOutcome.DELETED);
        }
        return outcomes;
    }
}
