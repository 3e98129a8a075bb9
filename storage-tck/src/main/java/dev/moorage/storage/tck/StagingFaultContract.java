package dev.moorage.storage.tck;

import static dev.moorage.storage.tck.ContentAssert.assertContent;
import static dev.moorage.storage.tck.DriverUnderTest.key;
import static dev.moorage.storage.tck.DriverUnderTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.HealthStatus;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.tck.FaultTrials.Step;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The backend fails at any call, while a body is staged and becomes an object. Afterwards the same writer repeats the call
 * and continues, or another writer continues from the state before the call or after it. In the end the object is right.
 * Bytes may be missing in one case only: a driver could not seal them and reports that it is unhealthy since then.
 */
public interface StagingFaultContract extends DriverUnderTest {
    @Test
    default void theSameWriterGoesOnAfterAnyFailure() throws IOException {
        try (FaultTrials trials = new FaultTrials(this)) {
            tryUploads(trials, "same", false, (upload, failed, driver) -> upload.finishAgain(failed, driver));
        }
    }

    @Test
    default void anotherWriterGoesOnAfterAnyFailure() throws IOException {
        try (FaultTrials trials = new FaultTrials(this)) {
            tryUploads(trials, "new", false, (upload, failed, driver) -> upload.finishElsewhere(failed, driver, true));
        }
    }

    @Test
    default void anotherWriterGoesOnFromTheStateBeforeAnyFailure() throws IOException {
        try (FaultTrials trials = new FaultTrials(this)) {
            tryUploads(trials, "old", false, (upload, failed, driver) -> upload.finishElsewhere(failed, driver, false));
        }
    }

    @Test
    default void allOfThatHoldsForATargetThatIsKnownFromTheStart() throws IOException {
        try (FaultTrials trials = new FaultTrials(this)) {
            tryUploads(trials, "k1", true, (upload, failed, driver) -> upload.finishAgain(failed, driver));
            tryUploads(trials, "k2", true, (upload, failed, driver) -> upload.finishElsewhere(failed, driver, true));
            tryUploads(trials, "k3", true, (upload, failed, driver) -> upload.finishElsewhere(failed, driver, false));
        }
    }

    /** How an upload is finished, and by which writer. */
    interface Finish {
        void finish(FaultyUpload upload, FaultyUpload.Stage failed, StorageDriver driver) throws IOException;
    }

    private static void tryUploads(FaultTrials trials, String folder, boolean targetIsKnown, Finish finish)
            throws IOException {
        for (FaultyUpload.Stage stage : FaultyUpload.Stage.values()) {
            trials.everyFault(name -> {
                String unique = folder + "/" + stage + "/" + name;
                ObjectKey target = key("faults/published/" + unique);
                StorageDriver driver = trials.driver();
                FaultyUpload upload =
                        new FaultyUpload(key("faults/staging/" + unique), target, targetIsKnown).before(stage, driver);
                return new Step(() -> upload.make(stage, driver), failure -> {
                    assertNothingIsHalf(trials.driver(), target, stage, upload.content());
                    if (driver.check() instanceof HealthStatus.Unhealthy) {
                        upload.afterIllness().finishElsewhere(stage, trials.driver(), true);
                    } else {
                        finish.finish(upload, stage, trials.driver());
                    }
                    assertContent(read(trials.driver(), target)).contains(upload.content());
                });
            });
        }
    }

    private static void assertNothingIsHalf(
            StorageDriver driver, ObjectKey target, FaultyUpload.Stage stage, byte[] content) throws IOException {
        Optional<byte[]> seen = read(driver, target);
        boolean whole = seen.filter(bytes -> Arrays.equals(bytes, content)).isPresent();
        switch (stage) {
            case PUBLISH ->
                assertThat(seen.isEmpty() || whole).as("whole or not there").isTrue();
            case DISCARD -> assertThat(whole).as("what is published stays").isTrue();
            default -> assertThat(seen).as("before it is published").isEmpty();
        }
    }

    @Test
    default void whatIsStagedIsReadBackRightOrNot() throws IOException {
        try (FaultTrials trials = new FaultTrials(this)) {
            byte[] content = Bodies.random(107, 30_000);
            trials.everyFault(name -> {
                StorageDriver driver = trials.driver();
                StagedObject staged = Upload.begin(driver, key("faults/read-back/" + name), 1);
                staged.append(Bodies.of(content));
                staged.seal();
                return new Step(
                        () -> assertContent(DriverUnderTest.readAll(
                                        staged.read(ByteRange.WHOLE).orElseThrow()))
                                .contains(content),
                        failure -> {
                            assertContent(DriverUnderTest.readAll(
                                            staged.read(ByteRange.WHOLE).orElseThrow()))
                                    .contains(content);
                            staged.discard();
                            staged.close();
                        });
            });
        }
    }
}
