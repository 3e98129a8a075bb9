package dev.moorage.storage.tck;

import static dev.moorage.storage.tck.ContentAssert.assertContent;
import static dev.moorage.storage.tck.DriverUnderTest.key;
import static dev.moorage.storage.tck.DriverUnderTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.tck.AbandonedUpload.Step;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * A process ends between any two calls. Neither its driver nor its staged object is closed, and another process continues
 * from what was noted last. This may be what was noted before the last call, since the process may have ended before it
 * noted more.
 */
public interface CrashContract extends DriverUnderTest {
    @Test
    default void anotherProcessContinuesFromWhatWasNotedWhereverOneEnds() throws IOException {
        for (Step last : Step.values()) {
            for (boolean inTime : new boolean[] {true, false}) {
                String name = last.name().toLowerCase(Locale.ROOT) + (inTime ? "-noted" : "-not-noted");
                byte[] content = Bodies.random(name.hashCode(), 90_000);
                ObjectKey target = key("crashed/" + name);
                AbandonedUpload abandoned = new AbandonedUpload(open(), key("staging/" + name), target, content);
                try (StorageDriver driver = open()) {
                    abandoned.upTo(last);
                    goOn(driver, abandoned, last, abandoned.noted(inTime), content, target);
                } finally {
                    abandoned.free();
                }
            }
        }
    }

    private void goOn(
            StorageDriver driver,
            AbandonedUpload abandoned,
            Step last,
            AbandonedUpload.Noted noted,
            byte[] content,
            ObjectKey target)
            throws IOException {
        boolean published = !last.isBefore(Step.PUBLISH);
        assertThat(driver.stat(target).isPresent())
                .as("published after %s", last)
                .isEqualTo(published);
        boolean wentOn = Upload.goesOn(
                driver,
                StagingRequest.resume(abandoned.area(), 2, noted.state()),
                content,
                noted.size(),
                abandoned.given(),
                target);
        if (last == Step.DISCARD && fencesWriters()) {
            // A driver without a fence may find the published object in place, and then needs no staged bytes.
            assertThat(wentOn).as("went on from what was discarded").isFalse();
        }
        if (noted.size() > 0 && !published) {
            assertThat(wentOn).as("went on after %s", last).isTrue();
        }
        if (!wentOn && !published) {
            try (StagedObject again = Upload.begin(driver, abandoned.area(), 3)) {
                again.append(Bodies.of(content));
                again.publish(again.seal(), target);
            }
        }
        assertContent(read(driver, target)).as("after %s", last).contains(content);
    }

    @Test
    default void aWriterThatReturnsAfterAnotherContinuedChangesNothing() throws IOException {
        for (Step last : new Step[] {Step.BEGIN, Step.APPEND, Step.APPEND_MORE, Step.SEAL}) {
            String name = "late-after-" + last.name().toLowerCase(Locale.ROOT);
            byte[] content = Bodies.random(name.hashCode(), 90_000);
            ObjectKey target = key("crashed/" + name);
            AbandonedUpload abandoned = new AbandonedUpload(open(), key("staging/" + name), target, content);
            try (StorageDriver driver = open()) {
                abandoned.upTo(last);
                try (StagedObject next = Upload.begin(driver, abandoned.area(), 2)) {
                    next.append(Bodies.of(Upload.part(content, 0, 50_000)));
                    abandoned.wakesLate();
                    next.append(Bodies.of(Upload.part(content, 50_000, 90_000)));
                    abandoned.wakesLate();
                    var sealed = next.seal();
                    abandoned.wakesLate();
                    next.publish(sealed, target);
                    abandoned.wakesLate();
                }
                assertContent(read(driver, target)).as("after %s", last).contains(content);
            } finally {
                abandoned.free();
            }
        }
    }

    @Test
    default void aSealedObjectCanBePublishedByTheNextWriterAndPublishedAgain() throws IOException {
        byte[] content = Bodies.random(83, 40_000);
        ObjectKey target = key("crashed/published-twice");
        AbandonedUpload abandoned = new AbandonedUpload(open(), key("staging/twice"), target, content);
        try (StorageDriver driver = open()) {
            abandoned.upTo(Step.SEAL);
            var state = abandoned.noted(true).state();
            try (StagedObject next = driver.stage(StagingRequest.resume(abandoned.area(), 2, state))
                    .orElseThrow()) {
                assertThat(next.size()).isEqualTo(content.length);
                var sealed = next.seal();
                next.publish(sealed, target);
                next.publish(sealed, target);
            }
            Upload.whole(driver, key("staging/once-more"), content, target);
            assertContent(read(driver, target)).contains(content);
        } finally {
            abandoned.free();
        }
    }

    @Test
    default void theStateOfALongUploadStaysSmall() throws IOException {
        try (StorageDriver driver = open();
                StagedObject staged = Upload.begin(driver, key("staging/many-appends"), 1)) {
            for (int i = 0; i < 50; i++) {
                staged.append(Bodies.of(Bodies.random(i, 3000)));
                assertThat(staged.state().value().length()).isLessThan(700 * 1024);
            }
        }
    }
}
