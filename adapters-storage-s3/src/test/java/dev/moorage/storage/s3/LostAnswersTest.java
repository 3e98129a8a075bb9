package dev.moorage.storage.s3;

import static dev.moorage.storage.s3.Uploads.TARGET;
import static dev.moorage.storage.s3.Uploads.begin;
import static dev.moorage.storage.s3.Uploads.beginDirect;
import static dev.moorage.storage.s3.Uploads.published;
import static dev.moorage.storage.s3.Uploads.reopen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.moorage.storage.s3.request.Checksums;
import dev.moorage.storage.s3.staging.CommitMode;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.StorageFullException;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.tck.Bodies;
import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests that fail, and requests that the store applies but whose response is lost. */
class LostAnswersTest {
    private static final ObjectKey KEY = new ObjectKey("some/object");
    private static final byte[] LARGE = Bodies.random(3, 50_000);

    private final SimulatedStore store = SimulatedStore.small(CommitMode.COPY);
    private final SimulatedS3 s3 = store.s3();

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"ANSWER_LOST", "REPEATED"})
    void aWriteIfAbsentThatWasAppliedUnheardIsOurs(Fault fault) throws IOException {
        try (StorageDriver driver = store.open()) {
            s3.faults().next("PutObject", fault);
            ObjectVersion version = put(driver, "mine", WriteCondition.IF_ABSENT);
            assertThat(driver.stat(KEY).orElseThrow().version()).isEqualTo(version);
        }
    }

    private static ObjectVersion put(StorageDriver driver, String text, WriteCondition condition) throws IOException {
        return driver.put(KEY, text.getBytes(), condition, Durability.POWER_LOSS);
    }

    @Test
    void aRepeatedWriteIfAbsentThatAnotherWriterWonIsRefused() throws IOException {
        try (StorageDriver driver = store.open()) {
            put(driver, "theirs", WriteCondition.IF_ABSENT);
            s3.faults().next("PutObject", Fault.REPEATED);
            assertThatExceptionOfType(ConditionFailedException.class)
                    .isThrownBy(() -> put(driver, "mine", WriteCondition.IF_ABSENT));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"ANSWER_LOST", "REPEATED"})
    void aWriteIfVersionThatWasAppliedUnheardIsOurs(Fault fault) throws IOException {
        try (StorageDriver driver = store.open()) {
            ObjectVersion first = put(driver, "1", WriteCondition.ANY);
            s3.faults().next("PutObject", fault);
            ObjectVersion second = put(driver, "2", WriteCondition.ifVersion(first));
            put(driver, "3", WriteCondition.ifVersion(second));
        }
    }

    @Test
    void aWriteThatFailedBeforeItWasAppliedIsThrown() throws IOException {
        try (StorageDriver driver = store.open()) {
            s3.faults().next("PutObject", Fault.SLOW_DOWN);
            assertThatIOException()
                    .isThrownBy(() -> put(driver, "1", WriteCondition.IF_ABSENT))
                    .withMessageContaining("503 SlowDown");
            assertThat(driver.stat(KEY)).isEmpty();
        }
    }

    @Test
    void aConflictIsSentAgainAFewTimes() throws IOException {
        try (StorageDriver driver = store.open()) {
            s3.faults().next("PutObject", Fault.CONFLICT);
            s3.faults().next("PutObject", Fault.CONFLICT);
            put(driver, "1", WriteCondition.IF_ABSENT);
            for (int i = 0; i < 6; i++) {
                s3.faults().next("PutObject", Fault.CONFLICT);
            }
            assertThatExceptionOfType(ConditionFailedException.class)
                    .isThrownBy(() -> put(driver, "2", WriteCondition.IF_ABSENT));
        }
    }

    @Test
    void aRepeatedDeleteOfAVersionIsDone() throws IOException {
        try (StorageDriver driver = store.open()) {
            ObjectVersion version = put(driver, "1", WriteCondition.ANY);
            s3.faults().next("DeleteObject", Fault.REPEATED);
            driver.delete(KEY, WriteCondition.ifVersion(version), Durability.POWER_LOSS);
            assertThat(driver.stat(KEY)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"ANSWER_LOST", "REPEATED"})
    void aCompleteThatWasAppliedUnheardHasPublished(Fault fault) throws IOException {
        try (StorageDriver driver = store.open();
                StagedObject staged = beginDirect(driver, OptionalLong.of(LARGE.length))) {
            staged.append(Bodies.of(LARGE));
            Sealed sealed = staged.seal();
            s3.faults().next("CompleteMultipartUpload", fault);
            assertThat(staged.publish(sealed, TARGET)).isEqualTo(Published.CREATED);
            assertThat(published(driver)).isEqualTo(LARGE);
        }
    }

    @Test
    void whatIsThereStaysPublishedThoughTheLeftUploadCannotBeAborted() throws IOException {
        try (StorageDriver driver = store.open();
                StagedObject staged = beginDirect(driver, OptionalLong.of(LARGE.length))) {
            staged.append(Bodies.of(LARGE));
            Sealed sealed = staged.seal();
            s3.faults().next("CompleteMultipartUpload", Fault.REPEATED);
            s3.faults().next("AbortMultipartUpload", Fault.SLOW_DOWN);
            assertThat(staged.publish(sealed, TARGET)).isEqualTo(Published.CREATED);
            assertThat(published(driver)).isEqualTo(LARGE);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"ERROR_IN_ANSWER", "SLOW_DOWN"})
    void aCompleteThatAnswers200WithAnErrorInsideIsTriedAgainByTheCaller(Fault fault) throws IOException {
        try (StorageDriver driver = store.open();
                StagedObject staged = beginDirect(driver, OptionalLong.of(LARGE.length))) {
            staged.append(Bodies.of(LARGE));
            Sealed sealed = staged.seal();
            s3.faults().next("CompleteMultipartUpload", fault);
            assertThatIOException().isThrownBy(() -> staged.publish(sealed, TARGET));
            assertThat(driver.stat(TARGET)).isEmpty();
            staged.publish(sealed, TARGET);
            assertThat(published(driver)).isEqualTo(LARGE);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"ANSWER_LOST", "REPEATED"})
    void aSegmentWhoseCompletionWasAppliedUnheardIsThere(Fault fault) throws IOException {
        try (StorageDriver driver = store.open();
                StagedObject staged = begin(driver)) {
            staged.append(Bodies.of(LARGE));
            s3.faults().next("CompleteMultipartUpload", fault);
            staged.publish(staged.seal(), TARGET);
            assertThat(published(driver)).isEqualTo(LARGE);
        }
    }

    @Test
    void anotherWriterCompletesASegmentWhoseCompletionWasAppliedUnheard() throws IOException {
        try (StorageDriver driver = store.open();
                StagedObject staged = begin(driver)) {
            staged.append(Bodies.of(LARGE));
            var state = staged.state();
            staged.append(Bodies.of(Bodies.random(4, 30_000)));
            staged.seal();
            try (StagedObject other = reopen(driver, 2, state)) {
                other.publish(other.seal(), TARGET);
            }
            assertThat(published(driver)).isEqualTo(LARGE);
        }
    }

    @Test
    void ofAPartThatIsRefusedNothingStaysAndTheUploadGoesOn() throws IOException {
        try (StorageDriver driver = store.open();
                StagedObject staged = begin(driver)) {
            s3.faults().spare("UploadPart", 2);
            s3.faults().next("UploadPart", Fault.SLOW_DOWN);
            assertThatIOException()
                    .isThrownBy(() -> staged.append(Bodies.of(LARGE)))
                    .withMessageNotContaining("secret");
            int durable = (int) staged.size();
            assertThat(durable).isLessThan(LARGE.length).isEqualTo(2 * 8192);
            staged.append(Bodies.of(Arrays.copyOfRange(LARGE, durable, LARGE.length)));
            staged.publish(staged.seal(), TARGET);
            assertThat(published(driver)).isEqualTo(LARGE);
        }
        assertThat(store.partsInMemory()).isZero();
    }

    @Test
    void aWriterWhoseLastPartIsTooSmallGoesOnAfterAFailure() throws IOException {
        try (StorageDriver driver = store.open();
                StagedObject staged = begin(driver)) {
            staged.append(Bodies.of(Arrays.copyOf(LARGE, 10_000)));
            s3.faults().next("UploadPart", Fault.SLOW_DOWN);
            assertThatIOException()
                    .isThrownBy(() -> staged.append(Bodies.of(Arrays.copyOfRange(LARGE, 10_000, LARGE.length))));
            // Parts are sent at the same time. The one that is refused may be the one after the small part.
            int durable = (int) staged.size();
            assertThat(durable).isIn(10_000, 2 * 8192);
            staged.append(Bodies.of(Arrays.copyOfRange(LARGE, durable, LARGE.length)));
            staged.publish(staged.seal(), TARGET);
            assertThat(published(driver)).isEqualTo(LARGE);
        }
    }

    @Test
    void aByteThatChangesOnItsWayIsRefused() throws IOException {
        for (Checksums checksums : Checksums.values()) {
            SimulatedStore checked = new SimulatedStore(
                    new SimulatedS3(StoreRules.SMALL), SimulatedStore.SMALL, CommitMode.COPY, checksums);
            try (StorageDriver driver = checked.open();
                    StagedObject staged = begin(driver)) {
                checked.s3().faults().next("body of UploadPart", Fault.FLIPPED_BYTE);
                assertThatIOException()
                        .isThrownBy(() -> staged.append(Bodies.of(LARGE)))
                        .withMessageContaining("BadDigest");
                checked.s3().faults().next("body of PutObject", Fault.FLIPPED_BYTE);
                assertThatIOException()
                        .isThrownBy(() -> put(driver, "some text", WriteCondition.ANY))
                        .withMessageContaining("BadDigest");
            }
        }
    }

    @Test
    void aStoreWithoutRoomSaysSo() throws IOException {
        try (StorageDriver driver = store.open();
                StagedObject staged = begin(driver)) {
            s3.faults().next("PutObject", Fault.FULL);
            assertThatExceptionOfType(StorageFullException.class)
                    .isThrownBy(() -> staged.append(Bodies.of(new byte[100])));
            assertThat(staged.size()).isZero();
            staged.append(Bodies.of(new byte[100]));
            assertThat(staged.size()).isEqualTo(100);
        }
    }
}
