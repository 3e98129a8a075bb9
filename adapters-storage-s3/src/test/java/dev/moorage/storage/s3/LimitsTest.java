package dev.moorage.storage.s3;

import static dev.moorage.storage.s3.Uploads.TARGET;
import static dev.moorage.storage.s3.Uploads.begin;
import static dev.moorage.storage.s3.Uploads.beginDirect;
import static dev.moorage.storage.s3.Uploads.published;
import static dev.moorage.storage.s3.Uploads.reopen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.s3.object.Segment;
import dev.moorage.storage.s3.request.Limits;
import dev.moorage.storage.s3.request.SentPart;
import dev.moorage.storage.s3.request.UploadRef;
import dev.moorage.storage.s3.staging.CommitMode;
import dev.moorage.storage.s3.staging.StagingState;
import dev.moorage.storage.s3.staging.StagingStateFormat;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.tck.Bodies;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The limits of S3: the number of parts, the size of a copy, and the size of every part but the last. */
class LimitsTest {
    private static final long TIB = 1L << 40;

    @Test
    void tenThousandPartsReachFiveTebibytesAndNoneIsTooLarge() {
        for (long chunk : new long[] {Limits.SMALLEST_PART, 8 * Limits.MIB, 64 * Limits.MIB, Limits.LARGEST_PART}) {
            Limits limits = new Limits(
                    Limits.SMALLEST_PART, Limits.LARGEST_PART, Limits.MOST_PARTS, chunk, 32 << 20, 32 << 20, 100);
            long total = 0;
            for (int number = 1; number <= Limits.MOST_PARTS; number++) {
                assertThat(limits.partSize(number)).isBetween(Limits.SMALLEST_PART, Limits.LARGEST_PART);
                total += limits.partSize(number);
            }
            assertThat(total).as("chunk %d", chunk).isGreaterThan(5 * TIB);
        }
    }

    @Test
    void aBodyThatAnnouncesItsSizeGetsLargerPartsOnlyWhereItNeedsThem() {
        assertThat(SimulatedStore.REAL.forBody(10L << 30)).isEqualTo(SimulatedStore.REAL);
        assertThat(SimulatedStore.REAL.forBody(TIB).partSize(1)).isBetween(200 * Limits.MIB, 300 * Limits.MIB);
    }

    @Test
    void smallBodiesOneAfterAnotherNeverBecomeMoreSegmentsThanParts() {
        long offset = 0;
        int segments = 0;
        while (offset < 5 * TIB) {
            offset += SimulatedStore.REAL.wholeSegment(offset);
            segments++;
        }
        assertThat(segments).isLessThan(Limits.MOST_PARTS);
    }

    @Test
    void aBodyOfManyPartsIsPublishedInPartsAndCopiesThatTheStoreAllows() throws IOException {
        byte[] content = Bodies.random(7, 6_000_000);
        for (boolean direct : new boolean[] {true, false}) {
            SimulatedStore store = SimulatedStore.small(CommitMode.COPY);
            try (StorageDriver driver = store.open();
                    StagedObject staged = direct ? beginDirect(driver, OptionalLong.empty()) : begin(driver)) {
                staged.append(Bodies.of(content));
                staged.publish(staged.seal(), TARGET);
                staged.discard();
                assertThat(published(driver)).isEqualTo(content);
                assertThat(store.s3().takeCounts().get("UploadPart")).isLessThan(400);
            }
            assertThat(store.partsInMemory()).isZero();
        }
    }

    @Test
    void manySmallBodiesBecomeFewSegmentsNoneOfWhichIsTooSmallToCopy() throws IOException {
        byte[] content = Bodies.random(8, 300_000);
        SimulatedStore store = SimulatedStore.small(CommitMode.COPY);
        try (StorageDriver driver = store.open()) {
            StagedState state = StagingStateFormat.write(StagingState.empty(Optional.empty(), false));
            int most = 0;
            for (int i = 0; i < 300; i++) {
                try (StagedObject staged = reopen(driver, i + 2, state)) {
                    staged.append(Bodies.of(Arrays.copyOfRange(content, i * 1000, (i + 1) * 1000)));
                    state = staged.state();
                    most = Math.max(most, (int) state.value().lines().count());
                }
            }
            assertThat(most).isLessThan(60);
            try (StagedObject staged = reopen(driver, 400, state)) {
                staged.publish(staged.seal(), TARGET);
                staged.discard();
            }
            assertThat(published(driver)).isEqualTo(content);
            assertThat(store.s3().bucket().objects()).hasSize(1);
        }
    }

    @Test
    void theStateOfTenThousandPartsFitsIntoASessionRecord() {
        List<SentPart> parts = new ArrayList<>();
        for (int i = 1; i <= Limits.MOST_PARTS; i++) {
            parts.add(new SentPart(i, Limits.LARGEST_PART, "\"" + "0123456789abcdef".repeat(2) + "\"", "AAAAAA=="));
        }
        StagingState state = new StagingState(
                Optional.of(TARGET),
                true,
                List.of(),
                Optional.of(new StagingState.OpenUpload(new UploadRef("some/key", "an id/with=+ all"), parts)),
                10_001,
                List.of(new StagingState.Tail(0, new Segment("1-1-a", 7, true, true))),
                Optional.of(new StagingState.Tail(5, new Segment("1-2-b", 9, false, true))),
                List.of(new UploadRef("other/key", "2")));
        StagedState written = StagingStateFormat.write(state);
        assertThat(written.value().length()).isLessThan(700 * 1024);
        assertThat(StagingStateFormat.read(written)).isEqualTo(state);
    }
}
