package dev.moorage.application.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.ForwardingStorageDriver;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoreClockTest {
    private static final Duration STALL = Duration.ofMinutes(20);

    private Instant mine = Instant.parse("2026-11-30T12:00:00Z");
    private Instant stores = mine.plus(Duration.ofDays(3));

    private void pass(Duration time) {
        mine = mine.plus(time);
        stores = stores.plus(time);
    }

    /** A store whose calls take a long time. */
    private final class Slow extends ForwardingStorageDriver {
        private final StorageDriver storage = new InMemoryStorageDriver(new InMemoryStore(() -> stores));

        @Override
        protected StorageDriver delegate() {
            return storage;
        }

        @Override
        public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
                throws IOException {
            pass(STALL);
            return super.put(key, content, condition, durability);
        }

        @Override
        public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
            pass(STALL);
            return super.stat(key);
        }
    }

    @Test
    void aTimeIsNeverLaterThanTheStoresOwnHoweverLongItTakesToReadIt() throws IOException {
        StoreClock clock = new StoreClock(new Slow(), () -> mine, true);
        for (int i = 0; i < 3; i++) {
            assertThat(clock.now()).isBetween(stores.minus(STALL), stores);
            pass(Duration.ofSeconds(5));
        }
    }

    @Test
    void theFirstTimeIsTheStoresOwnWhateverThisClockDoes() throws IOException {
        StoreClock clock = new StoreClock(new Slow(), () -> mine = mine.plus(Duration.ofHours(1)), true);
        assertThat(clock.now()).isBeforeOrEqualTo(stores);
    }
}
