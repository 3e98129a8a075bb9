package dev.moorage.storage.s3;

import static dev.moorage.storage.s3.Uploads.AREA;
import static dev.moorage.storage.s3.Uploads.TARGET;
import static dev.moorage.storage.s3.Uploads.begin;
import static dev.moorage.storage.s3.Uploads.beginDirect;
import static dev.moorage.storage.s3.Uploads.published;
import static dev.moorage.storage.s3.Uploads.reopen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.storage.s3.request.Checksums;
import dev.moorage.storage.s3.staging.CommitMode;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.tck.Bodies;
import java.io.IOException;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Another process deletes the published object, or discards the upload, between two requests. Then either the object is
 * published after all, or the staged bytes are reported lost. No client receives an error of the store.
 */
class PublishAgainstDeleteTest {
    private static final String TARGET_KEY = "some/root/" + TARGET.value();
    private static final String STAGED = "some/root/.moorage/staged/" + AREA.value() + "/";
    /** More conflicts than one request has retries. */
    private static final int CONFLICTS = 6;

    private final SimulatedStore store = SimulatedStore.small(CommitMode.COPY);
    private final SimulatedS3 s3 = store.s3();

    /** The smaller body is copied by one request, the larger one in parts. */
    @ParameterizedTest
    @ValueSource(ints = {20_000, 50_000})
    void whatIsDeletedAgainAndAgainWhileItIsCopiedThereIsThereInTheEnd(int size) throws IOException {
        byte[] content = Bodies.random(1, size);
        try (StorageDriver driver = store.open();
                StagedObject staged = begin(driver)) {
            staged.append(Bodies.of(content));
            Sealed sealed = staged.seal();
            for (int i = 0; i < CONFLICTS; i++) {
                s3.faults().next(size > 32_768 ? "CompleteMultipartUpload" : "CopyObject", Fault.CONFLICT);
            }
            assertThat(staged.publish(sealed, TARGET)).isEqualTo(Published.CREATED);
            assertThat(published(driver)).isEqualTo(content);
        }
    }

    @Test
    void whatIsDeletedAgainAndAgainWhileItIsCompletedThereIsThereInTheEnd() throws IOException {
        byte[] content = Bodies.random(2, 50_000);
        try (StorageDriver driver = store.open();
                StagedObject staged = beginDirect(driver, OptionalLong.of(content.length))) {
            staged.append(Bodies.of(content));
            Sealed sealed = staged.seal();
            for (int i = 0; i < CONFLICTS; i++) {
                s3.faults().next("CompleteMultipartUpload", Fault.CONFLICT);
            }
            assertThat(staged.publish(sealed, TARGET)).isEqualTo(Published.CREATED);
            assertThat(published(driver)).isEqualTo(content);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000, 50_000})
    void whatIsDeletedTogetherWithWhatWasToTakeItsPlaceIsLost(int size) throws IOException {
        try (StorageDriver driver = store.open();
                StagedObject staged = begin(driver)) {
            staged.append(Bodies.of(Bodies.random(3, size)));
            Sealed sealed = staged.seal();
            Runnable all = () -> {
                s3.bucket().deleteAll(s3.bucket().objects().keySet());
                s3.bucket().abortAll();
            };
            if (size > 32_768) {
                s3.onNext("CompleteMultipartUpload", () -> {
                    s3.bucket().put(TARGET_KEY, new byte[size]);
                    s3.onNext("HeadObject", all);
                });
            } else {
                s3.bucket().put(TARGET_KEY, new byte[size]);
                s3.onNext("HeadObject", all);
            }
            assertThatExceptionOfType(StagedBytesLostException.class).isThrownBy(() -> staged.publish(sealed, TARGET));
            assertThat(driver.stat(TARGET)).isEmpty();
        }
    }

    @Test
    void anAnswerThatIsLostAfterADeleteIsLookedUpToo() throws IOException {
        byte[] content = Bodies.random(4, 20_000);
        try (StorageDriver driver = store.open();
                StagedObject staged = begin(driver)) {
            staged.append(Bodies.of(content));
            Sealed sealed = staged.seal();
            s3.bucket().put(TARGET_KEY, new byte[content.length]);
            s3.onNext("HeadObject", () -> s3.bucket().delete(TARGET_KEY, null));
            s3.faults().spare("CopyObject", 1);
            s3.faults().next("CopyObject", Fault.ANSWER_LOST);
            staged.publish(sealed, TARGET);
            assertThat(published(driver)).isEqualTo(content);
        }
    }

    @Test
    void aSealAfterACancelFindsTheBytesLost() throws IOException {
        try (StorageDriver driver = store.open();
                StagedObject staged = beginDirect(driver, OptionalLong.empty())) {
            staged.append(Bodies.of(Bodies.random(5, 50_000)));
            try (StagedObject cancelling = reopen(driver, 2, staged.state())) {
                cancelling.discard();
            }
            assertThatExceptionOfType(StagedBytesLostException.class).isThrownBy(() -> {
                Sealed sealed = staged.seal();
                staged.publish(sealed, TARGET);
            });
        }
    }

    @Test
    void aSealDuringACancelFindsTheBytesLost() throws IOException {
        try (StorageDriver driver = store.open();
                StagedObject staged = beginDirect(driver, OptionalLong.empty())) {
            staged.append(Bodies.of(Bodies.random(5, 50_000)));
            s3.onNext("UploadPart", () -> s3.bucket().abortAll());
            assertThatExceptionOfType(StagedBytesLostException.class).isThrownBy(staged::seal);
        }
    }

    @Test
    void aReferenceThatIsDeletedBeforeItIsConfirmedWasPublishedAndThenDeleted() throws IOException {
        SimulatedStore referring =
                new SimulatedStore(s3, SimulatedStore.SMALL, CommitMode.REFERENCE, Checksums.WHEN_REQUIRED);
        try (StorageDriver driver = referring.open();
                StagedObject staged = begin(driver)) {
            staged.append(Bodies.of(Bodies.random(6, 20_000)));
            Sealed sealed = staged.seal();
            // The driver reads the marker again after it has written the reference.
            s3.onNext("HeadObject", () -> delete(driver));
            assertThat(staged.publish(sealed, TARGET)).isEqualTo(Published.CREATED);
            assertThat(driver.stat(TARGET)).isEmpty();
            assertThat(s3.bucket().objects().keySet()).noneMatch(key -> key.startsWith(STAGED));
        }
    }

    private static void delete(StorageDriver driver) {
        try {
            driver.delete(TARGET, WriteCondition.ANY, Durability.POWER_LOSS);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aReferenceThatIsDeletedOrReplacedWhileItIsOpenedIsAbsentOrTheOtherOne() throws IOException {
        SimulatedStore referring =
                new SimulatedStore(s3, SimulatedStore.SMALL, CommitMode.REFERENCE, Checksums.WHEN_REQUIRED);
        try (StorageDriver driver = referring.open()) {
            try (StagedObject staged = begin(driver)) {
                staged.append(Bodies.of(Bodies.random(7, 20_000)));
                staged.publish(staged.seal(), TARGET);
            }
            s3.onNext(
                    "GetObject", () -> s3.onNext("GetObject", () -> s3.bucket().put(TARGET_KEY, new byte[5])));
            assertThat(published(driver)).isEqualTo(new byte[5]);
        }
        try (StorageDriver driver = referring.open()) {
            delete(driver);
            try (StagedObject staged = begin(driver)) {
                staged.append(Bodies.of(Bodies.random(7, 20_000)));
                staged.publish(staged.seal(), TARGET);
            }
            s3.onNext("GetObject", () -> s3.onNext("GetObject", () -> delete(driver)));
            assertThat(driver.open(TARGET, ByteRange.WHOLE)).isEmpty();
        }
    }

    @Test
    void anEmptyObjectThatIsHealedWhileItIsOpenedIsTheOtherOne() throws IOException {
        try (StorageDriver driver = store.open()) {
            s3.bucket().put(TARGET_KEY, new byte[0]);
            s3.onNext("HeadObject", () -> s3.bucket().put(TARGET_KEY, new byte[5]));
            assertThat(published(driver, new ByteRange(0, 256))).isEqualTo(new byte[5]);
        }
    }
}
