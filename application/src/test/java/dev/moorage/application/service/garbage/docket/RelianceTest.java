package dev.moorage.application.service.garbage.docket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.failure.RemovalPendingException;
import dev.moorage.domain.garbage.GarbageProtocol;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.garbage.Removable.Blob;
import dev.moorage.domain.garbage.Removable.BlobLink;
import dev.moorage.domain.garbage.Segment;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.ForwardingStorageDriver;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.StorageUnavailableException;
import dev.moorage.storage.spi.object.DeleteFence;
import dev.moorage.storage.tck.CountingStorageDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The looks of a request, with a collector that acts between its steps. */
class RelianceTest {
    private static final long ROUND = 7;
    private static final Blob BLOB = new Blob(Contents.digest(new byte[] {1}));
    private static final BlobLink OTHER = new BlobLink(new RepositoryName("a"), BLOB.digest());

    private final InMemoryStorageDriver store = new InMemoryStorageDriver(new InMemoryStore());
    private final CountingStorageDriver driver = new CountingStorageDriver(store);
    private final GarbageProtocol protocol = new GarbageProtocol();
    private final DocketObjects objects = new DocketObjects(store);
    private Runnable whenWaiting = () -> {};
    private DeleteFence fence = DeleteFence.TIMED;
    private final Docket docket = docket();
    private int redone;

    private Docket docket() {
        return new Docket(
                new ForwardingStorageDriver() {
                    @Override
                    protected StorageDriver delegate() {
                        return driver;
                    }

                    @Override
                    public DeleteFence deleteFence() {
                        return fence;
                    }
                },
                InstantSource.system(),
                new LookTuning(Runnable::run, true, () -> whenWaiting.run(), 5));
    }

    private boolean redo() {
        redone++;
        return true;
    }

    private interface Change {
        Segment of(Segment before, long published);
    }

    private void change(Change change, boolean publishes) throws IOException {
        DocketObjects.Stored<Segment> before = objects.segment(BLOB.segment());
        Segment next = change.of(before.content(), objects.head().content().published(BLOB.segment()));
        assertThat(objects.replace(BLOB.segment(), before, next)).isPresent();
        if (publishes) {
            objects.publish(Map.of(BLOB.segment(), next.generation()));
        }
    }

    private void condemn(Removable object) throws IOException {
        change((before, published) -> protocol.condemn(before, published, Set.of(object), ROUND, Instant.EPOCH), true);
    }

    private void remove(Removable object, Instant until) throws IOException {
        change((before, published) -> protocol.remove(before, published, Set.of(object), ROUND, until), false);
    }

    private void drop(Removable object) throws IOException {
        change(
                (before, published) -> protocol.drop(before, published, Set.of(object), ROUND, true, Instant.EPOCH),
                true);
    }

    private boolean hasVerdict() throws IOException {
        return !objects.segment(BLOB.segment()).content().verdicts().isEmpty();
    }

    @Test
    void anEmptyDocketCostsTwoReadsAndNothingElse() throws IOException {
        Reliance reliance = docket.rely(Set.of(BLOB, OTHER));
        reliance.settle();
        assertThat(reliance.confirm(this::redo)).isTrue();
        assertThat(redone).isZero();
        assertThat(driver.calls()).isEqualTo(Map.of("open", 2));
    }

    @Test
    void aRequestThatCanRepeatItsStepsTakesTheLastLookOfItsReplicaAndLooksAfterItsWrite() throws IOException {
        Reliance before = docket.rely(Set.of(OTHER));
        before.settle();
        driver.reset();
        Reliance reliance = docket.relyRepeatably(Set.of(BLOB));
        reliance.settle();
        assertThat(driver.calls()).isEmpty();
        assertThat(reliance.confirm(this::redo)).isTrue();
        assertThat(driver.calls()).isEqualTo(Map.of("open", 1));
        assertThat(redone).isZero();
    }

    @Test
    void aVerdictThatIsNewerThanTheLastLookIsTakenOutAfterTheWriteAndTheRequestChecksAgain() throws IOException {
        docket.rely(Set.of(BLOB)).settle();
        condemn(BLOB);
        Reliance reliance = docket.relyRepeatably(Set.of(BLOB));
        reliance.settle();
        assertThat(hasVerdict()).isTrue();
        assertThat(reliance.confirm(this::redo)).isTrue();
        assertThat(hasVerdict()).isFalse();
        assertThat(redone).isEqualTo(1);
    }

    @Test
    void aVerdictThatCameAndWentAfterTheLastLookMeansACheckToo() throws IOException {
        docket.rely(Set.of(BLOB)).settle();
        condemn(BLOB);
        remove(BLOB, Instant.MAX);
        drop(BLOB);
        Reliance reliance = docket.relyRepeatably(Set.of(BLOB));
        reliance.settle();
        assertThat(reliance.confirm(() -> false)).isFalse();
    }

    @Test
    void aVerdictThatTheLastLookShowsIsTakenOutBeforeTheCheck() throws IOException {
        condemn(BLOB);
        docket.rely(Set.of(OTHER)).settle();
        Reliance reliance = docket.relyRepeatably(Set.of(BLOB));
        reliance.settle();
        assertThat(hasVerdict()).isFalse();
        assertThat(reliance.confirm(this::redo)).isTrue();
        assertThat(redone).isZero();
    }

    @Test
    void aRequestLooksItselfAfterALookThatHasFailed() throws IOException {
        docket.rely(Set.of(BLOB)).settle();
        Contents contents = new Contents(store);
        contents.put(RegistryKeys.docketHead(), "moorage-docket-head 2\nend 0\n");
        Reliance first = docket.relyRepeatably(Set.of(BLOB));
        first.settle();
        assertThatExceptionOfType(StorageUnavailableException.class).isThrownBy(() -> first.confirm(this::redo));
        Reliance second = docket.relyRepeatably(Set.of(BLOB));
        assertThatExceptionOfType(StorageUnavailableException.class).isThrownBy(second::settle);
    }

    @Test
    void verdictsOnOtherObjectsCostOneReadOfTheSegmentForAllRequests() throws IOException {
        condemn(OTHER);
        for (int i = 0; i < 10; i++) {
            Reliance reliance = docket.rely(Set.of(BLOB));
            reliance.settle();
            assertThat(reliance.confirm(this::redo)).isTrue();
        }
        assertThat(redone).isZero();
        assertThat(driver.calls()).isEqualTo(Map.of("open", 21));
        assertThat(hasVerdict()).isTrue();
    }

    @Test
    void aCondemnedNeedIsTakenOutBeforeTheCheckAndTheLookAfterwardsIsCalm() throws IOException {
        condemn(BLOB);
        Reliance reliance = docket.rely(Set.of(BLOB));
        reliance.settle();
        assertThat(hasVerdict()).isFalse();
        assertThat(reliance.confirm(this::redo)).isTrue();
        assertThat(redone).isZero();
        assertThat(driver.calls()).containsEntry("put", 1).doesNotContainKey("delete");
    }

    @Test
    void aNeedThatIsCondemnedAfterTheFirstLookIsTakenOutAndCheckedAgain() throws IOException {
        Reliance reliance = docket.rely(Set.of(BLOB));
        reliance.settle();
        condemn(BLOB);
        assertThat(reliance.confirm(this::redo)).isTrue();
        assertThat(redone).isEqualTo(1);
        assertThat(hasVerdict()).isFalse();
    }

    @Test
    void aVerdictThatCameAndWentMeansACheckToo() throws IOException {
        Reliance reliance = docket.rely(Set.of(BLOB));
        reliance.settle();
        condemn(BLOB);
        remove(BLOB, Instant.MAX);
        drop(BLOB);
        assertThat(reliance.confirm(() -> false)).isFalse();
    }

    @Test
    void aVerdictThatAnotherRequestHasTakenOutAndNotPublishedIsNoReasonToCheckForEver() throws IOException {
        condemn(BLOB);
        Reliance first = docket.rely(Set.of(BLOB));
        first.settle();
        first.confirm(this::redo);
        for (Docket replica : new Docket[] {docket, docket()}) {
            Reliance second = replica.rely(Set.of(BLOB));
            second.settle();
            assertThat(second.confirm(this::redo)).isTrue();
        }
        assertThat(redone).isZero();
    }

    @Test
    void aNeedThatIsFoundOutDuringTheCheckIsLookedForInTheSameSegmentsToo() throws IOException {
        condemn(BLOB);
        change((before, published) -> protocol.condemn(before, published, Set.of(OTHER), 8, Instant.EPOCH), true);
        Reliance reliance = docket.rely(Set.of(OTHER));
        reliance.settle();
        reliance.add(BLOB);
        assertThat(reliance.confirm(this::redo)).isTrue();
        assertThat(redone).isEqualTo(1);
        assertThat(hasVerdict()).isFalse();
    }

    @Test
    void aRequestWaitsForARemovalUntilItsVerdictIsGone() throws IOException {
        condemn(BLOB);
        remove(BLOB, Instant.MAX.minus(Duration.ofDays(1)));
        whenWaiting = () -> {
            try {
                drop(BLOB);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        Reliance reliance = docket.rely(Set.of(BLOB));
        reliance.settle();
        assertThat(reliance.confirm(this::redo)).isTrue();
    }

    @Test
    void aRemovalThatDoesNotEndRefusesTheRequest() throws IOException {
        condemn(BLOB);
        remove(BLOB, Instant.MAX.minus(Duration.ofDays(1)));
        Reliance reliance = docket.rely(Set.of(BLOB));
        assertThatExceptionOfType(RemovalPendingException.class).isThrownBy(reliance::settle);
    }

    @Test
    void aRemovalIsTakenOutAtOnceIfTheStoreComparesAndDeletesInOneStep() throws IOException {
        fence = DeleteFence.EXACT;
        condemn(BLOB);
        remove(BLOB, Instant.MAX.minus(Duration.ofDays(1)));
        Reliance reliance = docket.rely(Set.of(BLOB));
        reliance.settle();
        assertThat(hasVerdict()).isFalse();
    }

    @Test
    void aRemovalWhoseTimeAndMarginAreOverIsTakenOut() throws IOException {
        condemn(BLOB);
        remove(BLOB, Instant.EPOCH);
        Reliance reliance = docket.rely(Set.of(BLOB));
        reliance.settle();
        assertThat(hasVerdict()).isFalse();
    }

    @Test
    void aDocketThatNeverRestsRefusesTheRequestInsteadOfPromising() throws IOException {
        Reliance reliance = docket.rely(Set.of(BLOB));
        reliance.settle();
        condemn(BLOB);
        assertThatExceptionOfType(RemovalPendingException.class)
                .isThrownBy(() -> reliance.confirm(() -> {
                    condemn(BLOB);
                    return redo();
                }));
        assertThat(redone).isEqualTo(16);
    }
}
