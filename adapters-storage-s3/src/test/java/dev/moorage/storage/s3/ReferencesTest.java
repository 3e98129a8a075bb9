package dev.moorage.storage.s3;

import static dev.moorage.storage.s3.Uploads.AREA;
import static dev.moorage.storage.s3.Uploads.TARGET;
import static dev.moorage.storage.s3.Uploads.begin;
import static dev.moorage.storage.s3.Uploads.published;
import static dev.moorage.storage.s3.Uploads.recover;
import static dev.moorage.storage.s3.Uploads.reopen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.moorage.storage.s3.request.Checksums;
import dev.moorage.storage.s3.staging.CommitMode;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import dev.moorage.storage.spi.object.PresignRequest;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.tck.Bodies;
import dev.moorage.storage.tck.DriverUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Objects that refer to segments, with drivers that publish references and with drivers that do not. */
class ReferencesTest {
    private static final byte[] CONTENT = Bodies.random(9, 50_000);
    private static final String STAGED = "some/root/.moorage/staged/" + AREA.value() + "/";

    private final SimulatedStore store = SimulatedStore.small(CommitMode.REFERENCE);
    private final SimulatedS3 s3 = store.s3();
    private final SimulatedStore copying =
            new SimulatedStore(s3, SimulatedStore.SMALL, CommitMode.COPY, Checksums.WHEN_REQUIRED);

    private StagedState state = new StagedState("none yet");

    /** Stages two segments, as a fenced writer leaves them. */
    @BeforeEach
    void publish() throws IOException {
        try (StorageDriver driver = store.open()) {
            try (StagedObject staged = begin(driver)) {
                staged.append(Bodies.of(Arrays.copyOf(CONTENT, 20_000)));
                state = staged.state();
            }
            try (StagedObject staged = reopen(driver, 2, state)) {
                staged.append(Bodies.of(Arrays.copyOfRange(CONTENT, 20_000, CONTENT.length)));
                staged.publish(staged.seal(), TARGET);
                state = staged.state();
                staged.discard();
            }
        }
    }

    @Test
    void everyRangeIsReadAcrossTheSegmentsInEitherMode() throws IOException {
        for (SimulatedStore reading : new SimulatedStore[] {store, copying}) {
            try (StorageDriver driver = reading.open()) {
                assertThat(published(driver)).isEqualTo(CONTENT);
                int[][] ranges = {{0, 1}, {19_999, 2}, {20_000, 30_000}, {1021, 1}, {49_999, 1}, {500, 40_000}};
                for (int[] range : ranges) {
                    assertThat(published(driver, new ByteRange(range[0], range[1])))
                            .isEqualTo(Arrays.copyOfRange(CONTENT, range[0], range[0] + range[1]));
                }
                assertThat(published(driver, ByteRange.from(60_000))).isEmpty();
            }
        }
    }

    @Test
    void theSizeIsThatOfTheBytesInStatAndInListings() throws IOException {
        try (StorageDriver driver = copying.open()) {
            assertThat(driver.stat(TARGET).map(ObjectInfo::size)).contains(50_000L);
            driver.put(new ObjectKey("blobs/other"), new byte[1021], WriteCondition.ANY, Durability.POWER_LOSS);
            assertThat(driver.list(new ObjectKey("blobs"), ListOptions.recursive(10))
                            .entries())
                    .containsExactly(
                            new ObjectPage.Found(new ObjectKey("blobs/other"), 1021),
                            new ObjectPage.Found(TARGET, 50_000));
        }
    }

    @Test
    void whatIsDeletedTakesItsSegmentsAlong() throws IOException {
        try (StorageDriver driver = copying.open()) {
            driver.delete(TARGET, WriteCondition.ANY, Durability.POWER_LOSS);
        }
        assertThat(s3.bucket().objects()).isEmpty();
    }

    @Test
    void aLateDiscardLeavesWhatIsReferred() throws IOException {
        for (boolean known : new boolean[] {true, false}) {
            try (StorageDriver driver = copying.open();
                    StagedObject staged = known
                            ? reopen(driver, 3, state)
                            : recover(driver, 3).orElseThrow()) {
                staged.discard();
                assertThat(published(driver)).isEqualTo(CONTENT);
            }
        }
    }

    @Test
    void aCrashBetweenTheMarkerAndTheReferenceLeavesWhatCanBeDiscarded() throws IOException {
        ObjectKey area = new ObjectKey("uploads/crashed");
        try (StorageDriver driver = store.open();
                StagedObject staged = begin(driver, area)) {
            staged.append(Bodies.of(CONTENT));
            Sealed sealed = staged.seal();
            s3.faults().spare("PutObject", 1);
            s3.faults().next("PutObject", Fault.SLOW_DOWN);
            assertThatIOException().isThrownBy(() -> staged.publish(sealed, new ObjectKey("blobs/crashed")));
            assertThat(driver.stat(new ObjectKey("blobs/crashed"))).isEmpty();
            staged.discard();
        }
        assertThat(s3.bucket().objects().keySet()).noneMatch(key -> key.contains("crashed"));
    }

    @Test
    void publishingDuringADiscardFindsTheBytesLost() throws IOException {
        ObjectKey area = new ObjectKey("uploads/late");
        try (StorageDriver driver = store.open();
                StagedObject late = begin(driver, area)) {
            late.append(Bodies.of(CONTENT));
            Sealed sealed = late.seal();
            // Another process discards the area, and has just written that into the marker.
            s3.bucket().put("some/root/.moorage/staged/uploads/late/marker", "discarded".getBytes());
            assertThatExceptionOfType(StagedBytesLostException.class)
                    .isThrownBy(() -> late.publish(sealed, new ObjectKey("blobs/late")));
            assertThat(driver.stat(new ObjectKey("blobs/late"))).isEmpty();
        }
    }

    @Test
    void aReferenceWhoseMarkerHasChangedIsTakenBack() throws IOException {
        ObjectKey area = new ObjectKey("uploads/raced");
        String marker = "some/root/.moorage/staged/uploads/raced/marker";
        try (StorageDriver driver = store.open();
                StagedObject staged = begin(driver, area)) {
            staged.append(Bodies.of(CONTENT));
            Sealed sealed = staged.seal();
            s3.onNext("HeadObject", () -> s3.bucket().put(marker, "discarded".getBytes()));
            assertThatExceptionOfType(StagedBytesLostException.class)
                    .isThrownBy(() -> staged.publish(sealed, new ObjectKey("blobs/raced")));
            assertThat(driver.stat(new ObjectKey("blobs/raced"))).isEmpty();
        }
    }

    @Test
    void aClaimForAnotherTargetAfterADiscardFindsTheBytesLost() throws IOException {
        ObjectKey area = new ObjectKey("uploads/claimed");
        String marker = "some/root/.moorage/staged/uploads/claimed/marker";
        try (StorageDriver driver = store.open();
                StagedObject staged = begin(driver, area)) {
            staged.append(Bodies.of(CONTENT));
            Sealed sealed = staged.seal();
            // Another writer was about to publish. A third process discards the area after this writer has read the
            // marker.
            s3.bucket().put(marker, "blobs/never".getBytes());
            s3.onNext(
                    "GetObject",
                    () -> s3.onNext("GetObject", () -> s3.bucket().put(marker, "discarded blobs/never".getBytes())));
            assertThatExceptionOfType(StagedBytesLostException.class)
                    .isThrownBy(() -> staged.publish(sealed, new ObjectKey("blobs/claimed")));
            assertThat(driver.stat(new ObjectKey("blobs/claimed"))).isEmpty();
        }
    }

    @Test
    void aDiscardKeepsWhatIsReferredAfterADiscardThatCrashed() throws IOException {
        String marker = STAGED + "marker";
        s3.bucket().put(marker, ("discarded " + TARGET.value()).getBytes());
        try (StorageDriver driver = store.open();
                StagedObject staged = reopen(driver, 3, state)) {
            staged.discard();
            assertThat(published(driver)).isEqualTo(CONTENT);
        }
        assertThat(s3.bucket().objects().get(marker).content()).asString().isEqualTo(TARGET.value());
    }

    @Test
    void aDiscardThatMeetsAReferenceWrittenAfterItHasLookedKeepsTheSegments() throws IOException {
        ObjectKey area = new ObjectKey("uploads/met");
        ObjectKey target = new ObjectKey("blobs/met");
        try (StorageDriver driver = store.open();
                StorageDriver other = store.open();
                StagedObject staged = begin(driver, area)) {
            staged.append(Bodies.of(CONTENT));
            Sealed sealed = staged.seal();
            s3.bucket()
                    .put(
                            "some/root/.moorage/staged/uploads/met/marker",
                            target.value().getBytes());
            s3.onNext("PutObject", () -> {
                try {
                    staged.publish(sealed, target);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            try (StagedObject late = other.stage(new StagingRequest.Reopen(area, 2, staged.state()))
                    .orElseThrow()) {
                late.discard();
            }
            assertThat(DriverUnderTest.read(driver, target)).contains(CONTENT);
        }
    }

    @Test
    void aSegmentThatIsGoneOrShorterIsNeverAShortAnswer() throws IOException {
        String segment = s3.bucket().objects().keySet().stream()
                .filter(key -> key.startsWith(STAGED + "2-"))
                .findFirst()
                .orElseThrow();
        try (StorageDriver driver = store.open()) {
            s3.bucket().put(segment, new byte[10]);
            assertThatIOException().isThrownBy(() -> published(driver));
            driver.delete(
                    new ObjectKey(segment.substring("some/root/".length())), WriteCondition.ANY, Durability.POWER_LOSS);
            assertThatIOException().isThrownBy(() -> published(driver));
        }
    }

    @Test
    void clientsAreSentToTheOneObjectThatHasTheBytesOrNowhere() throws IOException {
        try (StorageDriver driver = copying.open()) {
            assertThat(presigned(driver, TARGET)).isEmpty();
            assertThat(presigned(driver, new ObjectKey("absent"))).isEmpty();
            ObjectKey plain = new ObjectKey("blobs/plain");
            driver.put(plain, CONTENT, WriteCondition.ANY, Durability.POWER_LOSS);
            assertThat(presigned(driver, plain).orElseThrow())
                    .hasPath("/some/root/blobs/plain")
                    .hasParameter("X-Amz-Expires", "1200");
        }
    }

    @Test
    void clientsAreSentToTheSegmentOfAReferenceThatHasOne() throws IOException {
        ObjectKey key = new ObjectKey("blobs/one");
        try (StorageDriver driver = store.open();
                StagedObject staged = begin(driver, new ObjectKey("uploads/one"))) {
            staged.append(Bodies.of(CONTENT));
            staged.publish(staged.seal(), key);
            assertThat(presigned(driver, key).orElseThrow().getPath())
                    .startsWith("/some/root/.moorage/staged/uploads/one/1-");
        }
    }

    private static Optional<URI> presigned(StorageDriver driver, ObjectKey key) throws IOException {
        return driver.presign(new PresignRequest(key, Duration.ofMinutes(20)));
    }
}
