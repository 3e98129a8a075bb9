package dev.moorage.application.service.garbage;

import static dev.moorage.application.service.garbage.CollectedStore.A;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.fixture.DriverWithFence;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable.Blob;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.DeleteFence;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a store must keep so that no 201 is broken: each weakness loses a blob, in the situation in which no other does. */
class WeakStoresTest {
    private static final byte[] BYTES = "garbage".getBytes(StandardCharsets.UTF_8);

    private final CollectedStore store = new CollectedStore();
    private boolean pushed;

    /** Collects, and pushes the garbage while a delete is on its way. Returns whether the blob of the 201 is there. */
    private boolean isKept(Set<SlowDeletes.Weakness> weaknesses, DeleteFence fence, Duration delay) throws IOException {
        Digest garbage = store.blob("garbage");
        store.grow();
        StorageDriver pushes = new DriverWithFence(store.driver, fence);
        ActingCollector docket = new ActingCollector(store.driver);
        Runnable push = () -> {
            store.clock.pass(delay);
            try {
                pushed = new PushedRegistry(pushes, PushedRegistry.IN_ORDER, store.clock)
                        .push(A, BYTES)
                        .equals(new CompleteResult.Committed(garbage));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        };
        boolean early = fence == DeleteFence.EXACT;
        store.hook = (method, _) -> {
            if (early && method.equals("deleteWhile") && !pushed) {
                push.run();
            }
        };
        StorageDriver deletes = new SlowDeletes(store.driver, store.clock, weaknesses, () -> {
            if (!early && !pushed) {
                push.run();
            }
        });
        store.collectors = new HookedStorageDriver(deletes, (method, key) -> store.hook.before(method, key));
        store.collect();
        assertThat(pushed).as("201").isTrue();
        assertThat(docket.hasVerdictOn(new Blob(garbage))).isFalse();
        return store.has(garbage);
    }

    @Test
    void aDeleteThatLooksAtItsGuardKeepsWhatAPushHasRescuedBefore() throws IOException {
        assertThat(isKept(Set.of(), DeleteFence.EXACT, Duration.ZERO)).isTrue();
    }

    @Test
    void aDeleteThatIgnoresItsGuardLosesIt() throws IOException {
        assertThat(isKept(EnumSet.of(SlowDeletes.Weakness.DELETE_IGNORES_GUARD), DeleteFence.EXACT, Duration.ZERO))
                .isFalse();
    }

    @Test
    void aDeleteThatIsRefusedAfterItsTimeKeepsWhatAPushHasTakenOutThen() throws IOException {
        assertThat(isKept(Set.of(), DeleteFence.TIMED, Duration.ofMinutes(3))).isTrue();
    }

    @Test
    void aDeleteThatLandsAfterItsTimeLosesIt() throws IOException {
        assertThat(isKept(
                        EnumSet.of(SlowDeletes.Weakness.DELETE_LANDS_AFTER_UNTIL),
                        DeleteFence.TIMED,
                        Duration.ofMinutes(3)))
                .isFalse();
    }
}
