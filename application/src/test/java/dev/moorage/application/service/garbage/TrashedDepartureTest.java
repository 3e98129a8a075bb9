package dev.moorage.application.service.garbage;

import static dev.moorage.application.service.garbage.CollectedStore.A;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.service.garbage.TrashedDeparture.Departing;
import dev.moorage.application.service.garbage.trash.Trash;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.garbage.Removable.BlobLink;
import dev.moorage.domain.garbage.TrashRecord;
import dev.moorage.domain.garbage.Trashed;
import dev.moorage.domain.garbage.Trashed.TrashedLink;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The records of the trash that the batches of one round write. */
class TrashedDepartureTest {
    private final CollectedStore store = new CollectedStore();
    private final Removable one = link(1);
    private final Removable other = link(2);

    private static Removable link(int content) {
        return new BlobLink(A, Contents.digest(new byte[] {(byte) content}));
    }

    private static Departing departing(Removable link) {
        Digest digest = ((BlobLink) link).digest();
        return new Departing(A, new TrashedLink(digest, digest, Optional.empty()));
    }

    private TrashedDeparture departure(HookedStorageDriver.Hook hook) {
        AtomicLong numbers = new AtomicLong();
        return new TrashedDeparture(
                new Trash(new HookedStorageDriver(store.driver, hook)),
                numbers::incrementAndGet,
                Map.of(one, departing(one), other, departing(other)),
                new GarbageCounters(store));
    }

    private List<List<Trashed>> records() throws IOException {
        List<List<Trashed>> found = new ArrayList<>();
        new Trash(store.driver)
                .forEach(
                        A,
                        stored -> found.add(
                                stored.record().map(TrashRecord::content).orElseThrow()));
        return found;
    }

    @Test
    void batchesOfSegmentsThatLeaveAtTheSameTimeShareTheRecordOfTheirRepository() throws Exception {
        AtomicBoolean first = new AtomicBoolean(true);
        List<FutureTask<Set<Removable>>> second = new ArrayList<>();
        TrashedDeparture[] departure = new TrashedDeparture[1];
        departure[0] = departure((method, key) -> {
            if (method.equals("put") && key.isBelow(RegistryKeys.TRASH) && first.getAndSet(false)) {
                FutureTask<Set<Removable>> task = new FutureTask<>(() -> departure[0].keep(Set.of(other)));
                second.add(task);
                Thread thread = Thread.ofPlatform().start(task);
                while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TERMINATED) {
                    Thread.onSpinWait();
                }
            }
        });
        assertThat(departure[0].keep(Set.of(one))).containsExactly(one);
        assertThat(second.getFirst().get()).containsExactly(other);
        assertThat(records())
                .containsExactly(
                        List.of(departing(one).content(), departing(other).content()));
    }

    @Test
    void whatHasNoPlaceInTheTrashLeavesWithoutARecord() throws IOException {
        Removable unnamed = link(3);
        assertThat(departure((_, _) -> {}).keep(Set.of(unnamed))).containsExactly(unnamed);
        assertThat(records()).isEmpty();
    }
}
