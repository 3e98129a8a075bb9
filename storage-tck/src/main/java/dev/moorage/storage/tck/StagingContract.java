package dev.moorage.storage.tck;

import static dev.moorage.storage.tck.ContentAssert.assertContent;
import static dev.moorage.storage.tck.DriverUnderTest.key;
import static dev.moorage.storage.tck.DriverUnderTest.put;
import static dev.moorage.storage.tck.DriverUnderTest.read;
import static dev.moorage.storage.tck.DriverUnderTest.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.Appended;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.spi.staging.StagingRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Bodies that grow in storage and then become objects. */
public interface StagingContract extends DriverUnderTest {
    /** A new staged object with the first generation. */
    static StagedObject begin(StorageDriver driver, ObjectKey area) throws IOException {
        return driver.stage(new StagingRequest.Begin(area, 1, Optional.empty(), OptionalLong.empty()))
                .orElseThrow();
    }

    /** Reopens the staged object of an area and takes it over. */
    static Optional<StagedObject> reopen(StorageDriver driver, ObjectKey area, long generation, StagedState state)
            throws IOException {
        return driver.stage(new StagingRequest.Reopen(area, generation, state));
    }

    @Test
    default void bytesOfEveryLengthBecomeTheObject() throws IOException {
        try (StorageDriver driver = open()) {
            for (int length : new int[] {0, 1, 8191, 8192, 8193, 65_536, 1_048_575, 1_048_577, 3_000_000}) {
                byte[] content = Bodies.random(length, length);
                ObjectKey target = key("published/" + length);
                try (StagedObject staged = begin(driver, key("staging/" + length))) {
                    assertThat(staged.append(Bodies.of(content))).isEqualTo(new Appended(length, Optional.empty()));
                    Sealed sealed = staged.seal();
                    assertThat(sealed.size()).isEqualTo(length);
                    assertThat(driver.stat(target)).isEmpty();
                    assertThat(staged.publish(sealed, target)).isEqualTo(Published.CREATED);
                    staged.discard();
                }
                assertContent(read(driver, target)).contains(content);
            }
        }
    }

    @Test
    default void appendsInPiecesOfEverySizeAddUp() throws IOException {
        try (StorageDriver driver = open()) {
            byte[] content = Bodies.random(7, 60_000);
            try (StagedObject staged = begin(driver, key("staging/pieces"))) {
                int[] pieces = {1, 3, 1000, 8192, 100_000};
                for (int i = 0; i < pieces.length; i++) {
                    byte[] part = Arrays.copyOfRange(content, i * 12_000, (i + 1) * 12_000);
                    Appended appended = staged.append(Bodies.of(part, pieces[i]));
                    assertThat(appended.size()).isEqualTo((i + 1) * 12_000L);
                    assertThat(staged.size()).isEqualTo(appended.size());
                }
                staged.publish(staged.seal(), key("pieces"));
            }
            assertContent(read(driver, key("pieces"))).contains(content);
        }
    }

    @Test
    default void bodiesThatComeWithPausesAddUp() throws IOException {
        try (StorageDriver driver = open()) {
            byte[] content = Bodies.random(8, 900_000);
            try (StagedObject staged = begin(driver, key("staging/pauses"))) {
                int half = content.length / 2;
                staged.append(new StallingBody(Bodies.of(Arrays.copyOf(content, half), 70_000)));
                staged.append(new StallingBody(Bodies.of(Arrays.copyOfRange(content, half, content.length), 5000)));
                assertThat(staged.size()).isEqualTo(content.length);
                staged.publish(staged.seal(), key("pauses"));
            }
            assertContent(read(driver, key("pauses"))).contains(content);
        }
    }

    @Test
    default void ofABodyThatBreaksExactlyWhatCameStays() throws IOException {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            byte[] content = Bodies.random(9, 50_000);
            ObjectKey area = key("staging/breaks");
            StagedState state;
            try (StagedObject staged = begin(driver, area)) {
                Appended appended = staged.append(Bodies.broken(Arrays.copyOf(content, 33_333), 777));
                assertThat(appended.size()).isEqualTo(33_333);
                assertThat(appended.broken()).isPresent();
                state = staged.state();
            }
            try (StagedObject staged = reopen(other, area, 2, state).orElseThrow()) {
                assertThat(staged.size()).isEqualTo(33_333);
                staged.append(Bodies.of(Arrays.copyOfRange(content, 33_333, 50_000)));
                staged.publish(staged.seal(), key("broken"));
            }
            assertContent(read(driver, key("broken"))).contains(content);
        }
    }

    @Test
    default void aBodyThatBreaksAtOnceLeavesWhatWasThere() throws IOException {
        try (StorageDriver driver = open();
                StagedObject staged = begin(driver, key("staging/at-once"))) {
            staged.append(Bodies.of(DriverUnderTest.bytes("before")));
            Appended appended = staged.append(Bodies.broken(new byte[0], 1));
            assertThat(appended.size()).isEqualTo(6);
            assertThat(appended.broken()).isPresent();
        }
    }

    @Test
    default void anotherReplicaGoesOnFromTheStateAgainAndAgain() throws IOException {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            byte[] content = Bodies.random(11, 40_000);
            ObjectKey area = key("staging/wanders");
            StagedState state;
            try (StagedObject staged = begin(driver, area)) {
                staged.append(Bodies.of(Arrays.copyOf(content, 10_000)));
                state = staged.state();
            }
            for (int i = 1; i < 4; i++) {
                try (StagedObject staged =
                        reopen(i % 2 == 0 ? driver : other, area, i + 1, state).orElseThrow()) {
                    assertThat(staged.size()).isEqualTo(i * 10_000L);
                    staged.append(Bodies.of(Arrays.copyOfRange(content, i * 10_000, (i + 1) * 10_000)));
                    state = staged.state();
                    if (i == 3) {
                        staged.publish(staged.seal(), key("wandered"));
                    }
                }
            }
            assertContent(read(driver, key("wandered"))).contains(content);
        }
    }

    @Test
    default void whatWasNeverBegunCannotBeReopened() throws IOException {
        try (StorageDriver driver = open()) {
            for (StagingRequest.ForeignBytes foreign : StagingRequest.ForeignBytes.values()) {
                assertThat(driver.stage(new StagingRequest.Recover(key("staging/never"), 1, foreign)))
                        .isEmpty();
            }
        }
    }

    @Test
    default void stagedBytesCanBeReadWhereTheDriverSaysSo() throws IOException {
        try (StorageDriver driver = open();
                StagedObject staged = begin(driver, key("staging/readable"))) {
            byte[] content = Bodies.random(13, 20_000);
            staged.append(Bodies.of(content));
            var unsealed = staged.read(new ByteRange(5000, 10_000));
            if (readsStaged()) {
                assertContent(readAll(unsealed.orElseThrow())).contains(Arrays.copyOfRange(content, 5000, 15_000));
            } else {
                assertThat(unsealed).isEmpty();
            }
            staged.seal();
            assertContent(readAll(staged.read(ByteRange.WHOLE).orElseThrow())).contains(content);
        }
    }

    @Test
    default void bytesCanBeDroppedBackToAnEarlierSize() throws IOException {
        try (StorageDriver driver = open()) {
            byte[] content = Bodies.random(15, 30_000);
            try (StagedObject staged = begin(driver, key("staging/dropped"))) {
                staged.append(Bodies.of(Arrays.copyOf(content, 10_000)));
                staged.append(Bodies.of(Bodies.random(16, 12_345)));
                staged.truncate(10_000);
                assertThat(staged.size()).isEqualTo(10_000);
                staged.append(Bodies.of(Arrays.copyOfRange(content, 10_000, 30_000)));
                staged.publish(staged.seal(), key("dropped"));
            }
            assertContent(read(driver, key("dropped"))).contains(content);
        }
    }

    @Test
    default void bytesCanBeDroppedBackToAnySizeWhereTheDriverSaysSo() throws IOException {
        try (StorageDriver driver = open()) {
            Claims.require(truncatesAnywhere(), "truncatesAnywhere");
            byte[] content = Bodies.random(18, 30_000);
            try (StagedObject staged = begin(driver, key("staging/anywhere"))) {
                staged.append(Bodies.of(content));
                for (int size : new int[] {29_999, 12_321, 8192, 1, 0}) {
                    staged.truncate(size);
                    assertThat(staged.size()).isEqualTo(size);
                }
                byte[] otherEnd = Bodies.random(20, 30_000);
                System.arraycopy(content, 0, otherEnd, 0, 12_321);
                staged.append(Bodies.of(otherEnd));
                staged.truncate(12_321);
                staged.append(Bodies.of(Arrays.copyOfRange(content, 12_321, 30_000)));
                staged.publish(staged.seal(), key("anywhere"));
            }
            assertContent(read(driver, key("anywhere"))).contains(content);
        }
    }

    @Test
    default void aNewBeginningInAnAreaStartsWithNothing() throws IOException {
        try (StorageDriver driver = open()) {
            ObjectKey area = key("staging/again");
            try (StagedObject staged = begin(driver, area)) {
                staged.append(Bodies.of(Bodies.random(17, 5000)));
            }
            StagingRequest second = new StagingRequest.Begin(area, 2, Optional.empty(), OptionalLong.empty());
            try (StagedObject staged = driver.stage(second).orElseThrow()) {
                assertThat(staged.size()).isZero();
                staged.append(Bodies.of(DriverUnderTest.bytes("new")));
                staged.publish(staged.seal(), key("again"));
            }
            assertContent(read(driver, key("again"))).contains(DriverUnderTest.bytes("new"));
        }
    }

    @Test
    default void whatIsDiscardedIsGoneAndCanBeDiscardedAgain() throws IOException {
        try (StorageDriver driver = open()) {
            ObjectKey area = key("staging/discarded");
            put(driver, area.resolve("session"), "an object next to it");
            try (StagedObject staged = begin(driver, area)) {
                staged.append(Bodies.of(Bodies.random(19, 5000)));
                StagedState state = staged.state();
                staged.discard();
                staged.discard();
                FencingContract.assertNothingIsLeft(driver, area, state);
            }
            assertContent(read(driver, area.resolve("session"))).isPresent();
        }
    }
}
