package dev.moorage.application.service.garbage;

import static dev.moorage.application.service.garbage.CollectedStore.A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.maintenance.GarbageReport;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable.Blob;
import dev.moorage.storage.spi.ForwardingStorageDriver;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.DeleteGuard;
import dev.moorage.storage.spi.object.DeleteOutcome;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A round, with pushes and other collectors between its calls. */
class GarbageRoundTest {
    private static final byte[] BYTES = "garbage".getBytes(StandardCharsets.UTF_8);

    private final CollectedStore store = new CollectedStore();
    private final PushedRegistry registry = new PushedRegistry(store.driver, PushedRegistry.IN_ORDER);
    private final ActingCollector other = new ActingCollector(store.driver);

    private interface Act {
        void run() throws IOException;
    }

    /** Acts once, before the first call of the method that follows when the blob is condemned. */
    private void beforeThe(String method, Digest condemned, Act act) {
        boolean[] done = new boolean[1];
        store.hook = (called, key) -> {
            if (!done[0] && called.equals(method) && other.hasVerdictOn(new Blob(condemned))) {
                done[0] = true;
                act.run();
            }
        };
    }

    private Digest garbage() throws IOException {
        Digest digest = store.blob("garbage");
        store.grow();
        return digest;
    }

    private void assertSpared(Digest digest, GarbageReport report) throws IOException {
        assertThat(store.has(digest)).isTrue();
        assertThat(report.removed()).isZero();
        assertThat(report.spared()).isEqualTo(1);
        assertThat(other.hasVerdictOn(new Blob(digest))).isFalse();
    }

    @Test
    void aPushBeforeTheListingRescuesTheBlob() throws IOException {
        Digest garbage = garbage();
        beforeThe("list", garbage, () -> registry.push(A, BYTES));
        assertSpared(garbage, store.collect());
    }

    @Test
    void aPushBeforeTheDeleteRescuesTheBlob() throws IOException {
        Digest garbage = garbage();
        beforeThe("deleteWhile", garbage, () -> registry.push(A, BYTES));
        assertSpared(garbage, store.collect());
        assertThat(registry.has(A, garbage)).isTrue();
    }

    @Test
    void aChangeOfTheSegmentForAnotherBlobDoesNotKeepTheGarbage() throws IOException {
        Digest garbage = garbage();
        String hex = garbage.hex().substring(0, 2) + "7".repeat(62);
        Blob neighbour = new Blob(Digest.tryParse("sha256:" + hex).orElseThrow());
        beforeThe("deleteWhile", garbage, () -> other.condemn(neighbour));
        assertThat(store.collect().removed()).isEqualTo(1);
        assertThat(store.has(garbage)).isFalse();
        assertThat(other.hasVerdictOn(neighbour)).isTrue();
    }

    @Test
    void aCollectorThatStallsForAnHourBeforeItsDeleteRemovesNothing() throws IOException {
        Digest garbage = garbage();
        beforeThe("deleteWhile", garbage, () -> store.clock.pass(Duration.ofHours(1)));
        assertSpared(garbage, store.collect());
    }

    @Test
    void aBlobThatAnotherCollectorRemovesAndAPushPutsAgainIsYoung() throws IOException {
        Digest garbage = garbage();
        beforeThe("list", garbage, () -> {
            store.contents.delete(RegistryKeys.blob(garbage));
            store.blob("garbage");
        });
        assertSpared(garbage, store.collect());
    }

    @Test
    void aListingThatFailsInTheRoundSparesEverything() throws IOException {
        Digest garbage = garbage();
        beforeThe("list", garbage, () -> {
            throw new IOException("no answer");
        });
        assertThatExceptionOfType(IOException.class).isThrownBy(store::collect).withMessage("no answer");
        assertThat(store.has(garbage)).isTrue();
        assertThat(other.hasVerdictOn(new Blob(garbage))).isFalse();
    }

    @Test
    void aProblemThatComesUpInTheRoundSparesEverything() throws IOException {
        Digest garbage = garbage();
        beforeThe("list", garbage, () -> store.contents.put(RegistryKeys.TRASH.resolve("a/1"), "?"));
        GarbageReport report = store.collect();
        assertThat(report.swept()).isFalse();
        assertThat(report.removed()).isZero();
        assertThat(store.has(garbage)).isTrue();
        assertThat(other.hasVerdictOn(new Blob(garbage))).isFalse();
    }

    @Test
    void verdictsThatAnotherCollectorHasLeftAreTakenOut() throws IOException {
        Digest linked = store.linked("linked");
        Blob gone = new Blob(Digest.tryParse("sha256:" + "7".repeat(64)).orElseThrow());
        other.condemn(new Blob(linked));
        other.condemn(gone);
        store.collect();
        assertThat(other.hasVerdictOn(new Blob(linked))).isFalse();
        assertThat(other.hasVerdictOn(gone)).isFalse();
        assertThat(store.has(linked)).isTrue();
    }

    @Test
    void aRemovalOfAnotherCollectorStaysUntilNoDeleteOfItCanTakeEffect() throws IOException {
        Digest garbage = garbage();
        Blob blob = new Blob(garbage);
        other.condemn(blob);
        other.remove(blob, store.clock.instant().plusSeconds(60));
        assertThat(store.collect().removed()).isZero();
        assertThat(other.hasVerdictOn(blob)).isTrue();
        store.clock.pass(Duration.ofMinutes(3));
        assertThat(store.collect().removed()).isEqualTo(1);
        assertThat(other.hasVerdictOn(blob)).isFalse();
    }

    @Test
    void aDeleteWithoutAnAnswerKeepsItsVerdictUntilItCanTakeEffectNoMore() throws IOException {
        Digest garbage = garbage();
        boolean[] silent = {true};
        store.collectors = new ForwardingStorageDriver() {
            @Override
            protected StorageDriver delegate() {
                return store.driver;
            }

            @Override
            public Map<ObjectKey, DeleteOutcome> deleteWhile(
                    DeleteGuard guard, Set<ObjectKey> keys, Durability durability) throws IOException {
                if (silent[0]) {
                    throw new IOException("no answer");
                }
                return super.deleteWhile(guard, keys, durability);
            }
        };
        GarbageReport report = store.collect();
        assertThat(report.removed()).isZero();
        assertThat(report.spared()).isEqualTo(1);
        assertThat(other.hasVerdictOn(new Blob(garbage))).isTrue();
        silent[0] = false;
        store.clock.pass(Duration.ofMinutes(3));
        assertThat(store.collect().removed()).isEqualTo(1);
        assertThat(other.hasVerdictOn(new Blob(garbage))).isFalse();
    }
}
