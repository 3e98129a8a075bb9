package dev.moorage.application.service.garbage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.domain.digest.Digest;
import dev.moorage.storage.spi.ForwardingStorageDriver;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.DeleteGuard;
import dev.moorage.storage.spi.object.DeleteOutcome;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.tck.CountingStorageDriver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The number of requests that a collection sends in a second. */
class PaceTest {
    private final FakeTime time = new FakeTime();

    @Test
    void requestsAreAsFarApartAsTheLimitSays() throws IOException {
        Pace pace = new Pace(50, time, () -> true);
        for (int i = 0; i < 101; i++) {
            pace.take(1);
        }
        assertThat(time.secondsSlept()).isEqualTo(2);
    }

    @Test
    void theNextRequestWaitsForThoseOfABatch() throws IOException {
        Pace pace = new Pace(50, time, () -> true);
        pace.take(50);
        assertThat(time.secondsSlept()).isZero();
        pace.take(1);
        assertThat(time.secondsSlept()).isEqualTo(1);
    }

    @Test
    void aPauseOfTheCollectionIsNotCaughtUpWith() throws IOException {
        Pace pace = new Pace(50, time, () -> true);
        time.pass(3_600_000_000_000L);
        for (int i = 0; i < 51; i++) {
            pace.take(1);
        }
        assertThat(time.secondsSlept()).isCloseTo(0.9, within(1e-6));
    }

    @Test
    void withoutALimitNothingWaits() throws IOException {
        Pace pace = new Pace(0, time, () -> true);
        pace.take(1_000_000);
        pace.take(1);
        assertThat(time.secondsSlept()).isZero();
        assertThat(pace.mostInABatch()).isEqualTo(1000);
    }

    @Test
    void anEndDuringTheWaitEndsTheCollection() throws IOException {
        long begun = time.nanos();
        Pace pace = new Pace(1, time, () -> time.nanos() - begun < 1_000_000_000L);
        pace.take(1);
        assertThatExceptionOfType(CollectionEndedException.class).isThrownBy(() -> pace.take(1));
        assertThat(time.secondsSlept()).isEqualTo(1);
    }

    @Test
    void aCollectionKeepsToTheLimitInEachOfItsPhases() throws IOException {
        CollectedStore store = new CollectedStore();
        for (int i = 0; i < 300; i++) {
            store.blob("garbage " + i);
        }
        store.linked("linked");
        store.grow();
        CountingStorageDriver counting = new CountingStorageDriver(store.driver);
        store.collectors = counting;
        store.parallel = 1;
        store.requestsPerSecond = 50;
        assertThat(store.collect().removed()).isEqualTo(300);
        int requests =
                counting.calls().values().stream().mapToInt(Number::intValue).sum() + 300;
        assertThat(store.time.secondsSlept()).isCloseTo(requests / 50.0, withinPercentage(2));
    }

    @Test
    void aDeleteHasNoMoreObjectsThanASecondMayHave() throws IOException {
        CollectedStore store = new CollectedStore();
        for (int i = 0; i < 130; i++) {
            String hex = "00" + "7".repeat(59) + String.format("%03x", i);
            store.contents.put(
                    RegistryKeys.blob(Digest.tryParse("sha256:" + hex).orElseThrow()), "x");
        }
        store.grow();
        List<Integer> sizes = new ArrayList<>();
        store.collectors = new ForwardingStorageDriver() {
            @Override
            protected StorageDriver delegate() {
                return store.driver;
            }

            @Override
            public Map<ObjectKey, DeleteOutcome> deleteWhile(
                    DeleteGuard guard, Set<ObjectKey> keys, Durability durability) throws IOException {
                sizes.add(keys.size());
                return super.deleteWhile(guard, keys, durability);
            }
        };
        store.requestsPerSecond = 50;
        assertThat(store.collect().removed()).isEqualTo(130);
        assertThat(sizes).containsExactly(50, 50, 30);
    }
}
