package dev.moorage.storage.azure;

import static dev.moorage.storage.azure.simulated.Operation.COPY_BLOB;
import static dev.moorage.storage.azure.simulated.Operation.PUT_BLOCK;
import static dev.moorage.storage.azure.simulated.Operation.PUT_BLOCK_LIST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.storage.azure.request.RefusedException;
import dev.moorage.storage.azure.simulated.Fault;
import dev.moorage.storage.azure.staging.BlockList;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.spi.staging.StagingFencedException;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.tck.Bodies;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** AzureExceptions between the first block of an upload and its published blob. */
class StagingFailuresTest {
    private static final ObjectKey AREA = new ObjectKey("uploads/1");
    private static final ObjectKey TARGET = new ObjectKey("blobs/1");
    private static final String BLOB = "root/blobs/1";
    private static final byte[] CONTENT = Bodies.random(1, 30_000);

    private final SimulatedDrivers drivers = new SimulatedDrivers(false, 8192, 160);
    private final StorageDriver driver = drivers.open();
    private final StorageDriver other = drivers.open();

    @AfterEach
    void close() throws IOException {
        driver.close();
        other.close();
    }

    private StagedObject begin() throws IOException {
        return begin(AREA, Optional.empty());
    }

    private StagedObject begin(ObjectKey area, Optional<ObjectKey> target) throws IOException {
        return driver.stage(new StagingRequest.Begin(area, 1, target, OptionalLong.empty()))
                .orElseThrow();
    }

    private StagedObject reopen(long generation, StagedState state) throws IOException {
        return other.stage(new StagingRequest.Reopen(AREA, generation, state)).orElseThrow();
    }

    private void assertPublished() {
        assertThat(drivers.account.content(BLOB)).contains(CONTENT);
    }

    @Test
    void aLateWritersCommitDropsNoBlockOfTheNextWriter() throws IOException {
        StagedObject late = begin();
        late.append(Bodies.of(Arrays.copyOf(CONTENT, 10_000)));
        StagedObject winner = reopen(2, late.state());
        winner.append(Bodies.of(Arrays.copyOfRange(CONTENT, 10_000, 20_000)));
        late.append(Bodies.of(Bodies.random(2, 20_000)));
        assertThatExceptionOfType(StagingFencedException.class).isThrownBy(late::seal);
        winner.append(Bodies.of(Arrays.copyOfRange(CONTENT, 20_000, 30_000)));
        winner.publish(winner.seal(), TARGET);
        assertPublished();
    }

    @Test
    void aLateWritersCommitThatArrivesAfterTheTakeOverDoesNothing() throws IOException {
        StagedObject late = begin();
        late.append(Bodies.of(Arrays.copyOf(CONTENT, 10_000)));
        StagedState state = late.state();
        drivers.service.next(PUT_BLOCK_LIST, Fault.DELAYED, Fault.DELAYED, Fault.DELAYED);
        assertThatExceptionOfType(IOException.class).isThrownBy(late::seal);
        StagedObject winner = reopen(2, state);
        winner.append(Bodies.of(Arrays.copyOfRange(CONTENT, 10_000, 30_000)));
        drivers.service.arrive();
        winner.publish(winner.seal(), TARGET);
        assertPublished();
    }

    @Test
    void aLateBlockIsInNoListThatIsCommitted() throws IOException {
        StagedObject late = begin();
        late.append(Bodies.of(Arrays.copyOf(CONTENT, 8192)));
        StagedState state = late.state();
        drivers.service.next(PUT_BLOCK, Fault.DELAYED, Fault.DELAYED, Fault.DELAYED);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> late.append(Bodies.of(new byte[8192])));
        assertThat(late.size()).isEqualTo(8192);
        StagedObject winner = reopen(2, state);
        winner.append(Bodies.of(Arrays.copyOfRange(CONTENT, 8192, 30_000)));
        drivers.service.arrive();
        winner.publish(winner.seal(), TARGET);
        drivers.service.arrive();
        assertPublished();
    }

    @Test
    void blockIdsHaveOneWidthWithGenerationAndSequence() {
        BlockList list = BlockList.decoded("00112233445566aa", "1.0.2.5k,2s.7.1.3");
        assertThat(list.ids()).hasSize(3).doesNotHaveDuplicates().allMatch(id -> id.length() == 24);
        assertThat(list.ids()).containsExactly(list.id(1, 0), list.id(1, 1), list.id(100, 7));
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 1000, 2500})
    void manySmallPatchesDoNotRunOutOfBlocks(int piece) throws IOException {
        byte[] content = Bodies.random(3, 300 * piece);
        StagedState state;
        try (StagedObject staged = begin()) {
            staged.append(Bodies.of(Arrays.copyOf(content, piece)));
            state = staged.state();
        }
        for (int i = 1; i < 300; i++) {
            try (StagedObject staged = reopen(i + 1, state)) {
                staged.append(Bodies.of(Arrays.copyOfRange(content, i * piece, (i + 1) * piece)));
                state = staged.state();
            }
        }
        try (StagedObject staged = reopen(301, state)) {
            staged.publish(staged.seal(), TARGET);
        }
        assertThat(drivers.account.content(BLOB)).contains(content);
        assertThat(drivers.account.blockCount(BLOB)).isLessThanOrEqualTo(160);
    }

    @Test
    void aLargeBodyDoesNotRunOutOfBlocksBecauseTheyGrow() throws IOException {
        byte[] content = Bodies.random(4, 4 << 20);
        try (StagedObject staged = begin()) {
            staged.append(Bodies.of(content));
            staged.publish(staged.seal(), TARGET);
        }
        assertThat(drivers.account.content(BLOB)).contains(content);
        assertThat(drivers.account.blockCount(BLOB)).isLessThanOrEqualTo(160);
    }

    @Test
    void anAcknowledgedSizeInsideAMergedBlockCanBeReturnedTo() throws IOException {
        StagedState state;
        try (StagedObject staged = begin()) {
            staged.append(Bodies.of(Arrays.copyOf(CONTENT, 3000)));
            state = staged.state();
        }
        for (int i = 1; i < 5; i++) {
            try (StagedObject staged = reopen(i + 1, state)) {
                staged.append(Bodies.of(Arrays.copyOfRange(CONTENT, i * 3000, (i + 1) * 3000)));
                state = staged.state();
            }
        }
        try (StagedObject staged = reopen(6, state)) {
            staged.truncate(6000);
            assertThat(staged.size()).isEqualTo(6000);
            staged.append(Bodies.of(Arrays.copyOfRange(CONTENT, 6000, 30_000)));
            staged.publish(staged.seal(), TARGET);
        }
        assertPublished();
    }

    @Test
    void uncommittedBlocksThatVanishedAfterSevenDaysAreLostBytes() throws IOException {
        StagedObject staged = begin();
        staged.append(Bodies.of(CONTENT));
        drivers.account.pass(Duration.ofDays(8));
        StagedObject later = reopen(2, staged.state());
        assertThatExceptionOfType(StagedBytesLostException.class).isThrownBy(later::seal);
        StagedObject bound = begin(new ObjectKey("uploads/2"), Optional.of(TARGET));
        bound.append(Bodies.of(CONTENT));
        drivers.account.pass(Duration.ofDays(8));
        assertThatExceptionOfType(StagedBytesLostException.class).isThrownBy(() -> bound.publish(bound.seal(), TARGET));
    }

    @Test
    void whatALaterPatchTookOverOutlivesTheSevenDays() throws IOException {
        StagedObject first = begin();
        first.append(Bodies.of(Arrays.copyOf(CONTENT, 20_000)));
        drivers.account.pass(Duration.ofDays(6));
        StagedObject second = reopen(2, first.state());
        second.append(Bodies.of(Arrays.copyOfRange(CONTENT, 20_000, 30_000)));
        drivers.account.pass(Duration.ofDays(6));
        StagedObject third = reopen(3, second.state());
        third.publish(third.seal(), TARGET);
        assertPublished();
    }

    @ParameterizedTest
    @EnumSource(names = {"ANSWER_LOST", "FAILED_AFTER"})
    void aCommitWhoseAnswerIsLostIsKnownByItsSignature(Fault fault) throws IOException {
        StagedObject staged = begin();
        staged.append(Bodies.of(CONTENT));
        drivers.service.next(PUT_BLOCK_LIST, fault);
        staged.publish(staged.seal(), TARGET);
        assertPublished();
        assertThat(drivers.service.counts())
                .as("sent again by the pipeline, and not once more")
                .containsEntry(PUT_BLOCK_LIST, 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 412})
    void bothStatusesMeanALostConditionAndThePushIsThereAlready(int status) throws IOException {
        drivers.account.statusOfExisting = status;
        for (Optional<ObjectKey> target : java.util.List.of(Optional.<ObjectKey>empty(), Optional.of(TARGET))) {
            StagedObject staged = begin(new ObjectKey("uploads/" + target.isPresent()), target);
            staged.append(Bodies.of(CONTENT));
            drivers.account.put(BLOB, "BlockBlob", CONTENT);
            assertThat(staged.publish(staged.seal(), TARGET)).isEqualTo(Published.ALREADY_THERE);
        }
        assertPublished();
    }

    @Test
    void ofTwoPushesOfOneDigestTheLoserFindsItsBlocksDroppedAndTheBlobThere() throws IOException {
        StagedObject loser = begin(new ObjectKey("uploads/a"), Optional.of(TARGET));
        StagedObject winner = begin(new ObjectKey("uploads/b"), Optional.of(TARGET));
        loser.append(Bodies.of(CONTENT));
        winner.append(Bodies.of(CONTENT));
        assertThat(driver.stat(TARGET)).as("uncommitted blocks are no object").isEmpty();
        assertThat(winner.publish(winner.seal(), TARGET)).isEqualTo(Published.CREATED);
        assertThat(loser.publish(loser.seal(), TARGET)).isEqualTo(Published.ALREADY_THERE);
        assertPublished();
    }

    @Test
    void aBodyGoesAnotherWayWhereTheTargetTakesNoBlocksOfOurs() throws IOException {
        drivers.account.put(BLOB, "AppendBlob", new byte[7]);
        StagedObject staged = begin(AREA, Optional.of(TARGET));
        staged.append(Bodies.of(CONTENT));
        assertThat(staged.publish(staged.seal(), TARGET)).isEqualTo(Published.CREATED);
        assertPublished();
    }

    @Test
    void aPendingCopyIsWaitedFor() throws IOException {
        drivers.account.copyPolls = 3;
        StagedObject staged = begin();
        staged.append(Bodies.of(CONTENT));
        assertThat(staged.publish(staged.seal(), TARGET)).isEqualTo(Published.CREATED);
        assertPublished();
    }

    @Test
    void aPendingCopyIsNoObjectAndThePushAfterACrashWaitsForIt() throws IOException {
        drivers.account.copyPolls = 3;
        StagedObject crashed = begin();
        crashed.append(Bodies.of(CONTENT));
        StagedState state = crashed.state();
        drivers.service.next(COPY_BLOB, Fault.ANSWER_LOST, Fault.LOST, Fault.LOST);
        drivers.service.next(
                dev.moorage.storage.azure.simulated.Operation.GET_PROPERTIES, Fault.LOST, Fault.LOST, Fault.LOST);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> crashed.publish(crashed.seal(), TARGET));
        assertThat(driver.stat(TARGET)).isEmpty();
        StagedObject again = reopen(2, state);
        assertThat(again.publish(again.seal(), TARGET)).isEqualTo(Published.ALREADY_THERE);
        assertPublished();
    }

    @ParameterizedTest
    @ValueSource(strings = {"aborted", "failed"})
    void aCopyThatDoesNotSucceedIsNoObjectAndIsReplaced(String end) throws IOException {
        drivers.account.copyPolls = 1;
        drivers.account.copyEnds = end;
        StagedObject staged = begin();
        staged.append(Bodies.of(CONTENT));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> staged.publish(staged.seal(), TARGET));
        assertThat(driver.stat(TARGET)).isEmpty();
        drivers.account.copyEnds = "success";
        assertThat(staged.publish(staged.seal(), TARGET)).isEqualTo(Published.CREATED);
        assertPublished();
    }

    @Test
    void aCopyThatTakesTooLongIsAbortedAndNotPublished() throws IOException {
        drivers.account.copyPolls = 1000;
        StagedObject staged = begin();
        staged.append(Bodies.of(CONTENT));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> staged.publish(staged.seal(), TARGET));
        assertThat(driver.stat(TARGET)).isEmpty();
        drivers.account.copyPolls = 0;
        staged.publish(staged.seal(), TARGET);
        assertPublished();
    }

    @Test
    void aByteThatChangesOnItsWayIsRefused() throws IOException {
        StagedObject staged = begin();
        drivers.service.next(PUT_BLOCK, Fault.FLIPPED);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> staged.append(Bodies.of(CONTENT)))
                .withMessageContaining("Md5Mismatch");
    }

    @Test
    void aStoreThatIsBusyIsAskedAgainSoManyTimesAndThenFails() throws IOException {
        StagedObject staged = begin();
        drivers.service.next(PUT_BLOCK, Fault.BUSY, Fault.BUSY);
        staged.append(Bodies.of(CONTENT));
        drivers.service.next(PUT_BLOCK, Fault.BUSY, Fault.BUSY, Fault.BUSY);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> staged.append(Bodies.of(new byte[100])))
                .withMessageContaining("503 ServerBusy")
                .withMessageNotContainingAny("account", "container", "http");
        assertThat(staged.size()).isEqualTo(30_000);
    }

    @Test
    void whatIsDiscardedLeavesNothingInTheStore() throws IOException {
        StagedObject staged = begin();
        staged.append(Bodies.of(CONTENT));
        staged.discard();
        assertThat(drivers.account.names()).isEmpty();
        StagedObject published = begin();
        published.append(Bodies.of(CONTENT));
        published.publish(published.seal(), TARGET);
        published.discard();
        assertThat(drivers.account.names()).containsExactly(BLOB);
    }
}
