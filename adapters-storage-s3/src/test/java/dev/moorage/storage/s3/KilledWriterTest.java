package dev.moorage.storage.s3;

import static dev.moorage.storage.s3.Uploads.TARGET;
import static dev.moorage.storage.s3.Uploads.begin;
import static dev.moorage.storage.s3.Uploads.beginDirect;
import static dev.moorage.storage.s3.Uploads.published;
import static dev.moorage.storage.s3.Uploads.reopen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.s3.staging.CommitMode;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.tck.Bodies;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A writer that ends in the middle of a large body has sent more parts than its last record names. A store that completes an
 * upload only with all of its parts would refuse the list of that record.
 */
class KilledWriterTest {
    private static final byte[] CONTENT = Bodies.random(11, 200_000);

    private final SimulatedStore store = SimulatedStore.small(CommitMode.COPY, StoreRules.SMALL.asCeph());

    private static byte[] part(int from, int to) {
        return Arrays.copyOfRange(CONTENT, from, to);
    }

    @ParameterizedTest
    @CsvSource({
        "true, 40960, 120000",
        "true, 40960, 122880",
        "true, 42000, 120000",
        "true, 8192, 199999",
        "false, 40960, 120000",
        "false, 40960, 122880",
        "false, 42000, 120000",
        "false, 8192, 199999"
    })
    void aBodyOfWhichMoreWasSentThanRecordedGoesOnFromTheRecord(boolean direct, int recorded, int sent)
            throws IOException {
        try (StorageDriver driver = store.open();
                StorageDriver other = store.open()) {
            StagedState state;
            try (StagedObject killed = direct ? beginDirect(driver, OptionalLong.of(CONTENT.length)) : begin(driver)) {
                killed.append(Bodies.broken(part(0, recorded), 1000));
                state = killed.state();
                killed.append(Bodies.broken(part(recorded, sent), 1000));
            }
            try (StagedObject next = reopen(other, 2, state)) {
                assertThat(next.size()).isEqualTo(recorded);
                next.append(Bodies.of(part(recorded, CONTENT.length)));
                next.publish(next.seal(), TARGET);
                next.discard();
            }
            assertThat(published(driver)).isEqualTo(CONTENT);
            assertThat(store.s3().bucket().uploads()).isEmpty();
            assertThat(store.s3().bucket().objects()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBodyThatIsKilledAgainAndAgainAndComesInOtherPiecesEachTimeIsPublished(boolean direct) throws IOException {
        try (StorageDriver driver = store.open()) {
            StagedState state = null;
            int recorded = 0;
            for (int round = 1; recorded < CONTENT.length - 50_000; round++) {
                try (StagedObject writer = state != null
                        ? reopen(driver, round, state)
                        : direct ? beginDirect(driver, OptionalLong.of(CONTENT.length)) : begin(driver)) {
                    assertThat(writer.size()).isEqualTo(recorded);
                    int next = recorded + 5000 + round * 777;
                    writer.append(Bodies.broken(part(recorded, next), 900));
                    state = writer.state();
                    recorded = next;
                    writer.append(Bodies.broken(part(recorded, Math.min(CONTENT.length, recorded + 30_000)), 900));
                }
            }
            try (StagedObject last = reopen(driver, 99, state)) {
                last.append(Bodies.of(part(recorded, CONTENT.length)));
                last.publish(last.seal(), TARGET);
            }
            assertThat(published(driver)).isEqualTo(CONTENT);
        }
    }

    @Test
    void aPartOfAFencedWriterThatArrivesBetweenListAndCompletionIsListedTheNextTime() throws IOException {
        try (StorageDriver driver = store.open();
                StagedObject zombie = begin(driver)) {
            zombie.append(Bodies.broken(part(0, 40_960), 1000));
            StagedState state = zombie.state();
            store.s3().faults().next("UploadPart", Fault.LATE);
            try {
                zombie.append(Bodies.of(part(40_960, 57_344)));
            } catch (IOException _) {
                // The fenced writer's requests have timed out.
            }
            store.s3().onNext("CompleteMultipartUpload", store.s3()::applyLate);
            try (StagedObject next = reopen(driver, 2, state)) {
                next.append(Bodies.of(part(40_960, CONTENT.length)));
                next.publish(next.seal(), TARGET);
            }
            assertThat(published(driver)).isEqualTo(CONTENT);
        }
    }

    @Test
    void aSmallLastPartThatItsWriterHasMadeLargerStillCounts() throws IOException {
        try (StorageDriver driver = store.open();
                StagedObject writer = begin(driver)) {
            writer.append(Bodies.of(part(0, 42_000)));
            StagedState state = writer.state();
            writer.append(Bodies.of(part(42_000, 90_000)));
            try (StagedObject next = reopen(driver, 2, state)) {
                assertThat(next.size()).isEqualTo(42_000);
                next.append(Bodies.of(part(42_000, CONTENT.length)));
                next.publish(next.seal(), TARGET);
            }
            assertThat(published(driver)).isEqualTo(CONTENT);
        }
    }

    @Test
    void otherBytesUnderTheNumberOfAPartAreNeverPublished() throws IOException {
        try (StorageDriver driver = store.open();
                StagedObject zombie = beginDirect(driver, OptionalLong.of(CONTENT.length))) {
            zombie.append(Bodies.broken(part(0, 16_384), 1000));
            StagedState state = zombie.state();
            store.s3().faults().next("UploadPart", Fault.LATE);
            try {
                zombie.append(Bodies.of(Bodies.random(12, 8192)));
            } catch (IOException _) {
                // The fenced writer's request has timed out.
            }
            Optional<IOException> refused = Optional.empty();
            try (StagedObject next = reopen(driver, 2, state)) {
                next.append(Bodies.of(part(16_384, CONTENT.length)));
                store.s3().applyLate();
                next.publish(next.seal(), TARGET);
            } catch (IOException e) {
                refused = Optional.of(e);
            }
            assertThat(refused).containsInstanceOf(StagedBytesLostException.class);
            assertThat(driver.stat(TARGET)).isEmpty();
        }
    }
}
