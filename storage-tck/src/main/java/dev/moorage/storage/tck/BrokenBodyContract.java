package dev.moorage.storage.tck;

import static dev.moorage.storage.tck.ContentAssert.assertContent;
import static dev.moorage.storage.tck.DriverUnderTest.key;
import static dev.moorage.storage.tck.DriverUnderTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.Appended;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Bodies that break off at any byte: every byte that arrived stays, and the upload can continue. */
public interface BrokenBodyContract extends DriverUnderTest {
    @Test
    default void aBodyThatBreaksAnywhereLeavesWhatCameAndTheUploadContinues() throws IOException {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            byte[] content = Bodies.random(91, 1_100_000);
            int[] positions = {
                0, 1, 8191, 8192, 8193, 16_384, 65_535, 65_536, 65_537, 262_143, 262_145, 1_048_575, 1_048_576,
                1_048_577
            };
            for (int position : positions) {
                for (int piece : new int[] {1000, Integer.MAX_VALUE}) {
                    ObjectKey area = key("staging/breaks-" + position + "-" + piece);
                    ObjectKey target = key("broke/" + position + "-" + piece);
                    StagedState state;
                    try (StagedObject staged = Upload.begin(driver, area, 1)) {
                        Appended appended = staged.append(Bodies.broken(Upload.part(content, 0, position), piece));
                        assertThat(appended.size()).isEqualTo(position);
                        assertThat(appended.broken())
                                .as("why the body broke off")
                                .isPresent();
                        state = staged.state();
                        if (piece == 1000) {
                            staged.append(Bodies.of(Upload.part(content, position, content.length)));
                            staged.publish(staged.seal(), target);
                        }
                    }
                    if (piece != 1000) {
                        var from = Upload.from(area, 2, state);
                        boolean wentOn = Upload.goesOn(other, from, content, position, position, target);
                        if (position == 0 && !wentOn) {
                            continue; // No byte arrived, so the staged object may be absent.
                        }
                        assertThat(wentOn).as("went on at %d", position).isTrue();
                    }
                    assertContent(read(driver, target))
                            .as("broken at %d", position)
                            .contains(content);
                }
            }
        }
    }

    @Test
    default void aBodyThatBreaksAgainAndAgainArrivesInTheEnd() throws IOException {
        try (StorageDriver driver = open()) {
            byte[] content = Bodies.random(93, 120_000);
            try (StagedObject staged = Upload.begin(driver, key("staging/again-and-again"), 1)) {
                for (int size = 0; size < content.length; size += 7500) {
                    Appended appended = staged.append(Bodies.broken(Upload.part(content, size, size + 7500), 999));
                    assertThat(appended.size()).isEqualTo(size + 7500L);
                    assertThat(appended.broken()).isPresent();
                }
                staged.publish(staged.seal(), key("arrived"));
            }
            assertContent(read(driver, key("arrived"))).contains(content);
        }
    }
}
