package dev.moorage.storage.tck;

import static dev.moorage.storage.tck.ContentAssert.assertContent;
import static dev.moorage.storage.tck.DriverUnderTest.key;
import static dev.moorage.storage.tck.DriverUnderTest.read;
import static dev.moorage.storage.tck.StagingContract.begin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The size of a staged object is the number of its bytes, whatever was announced, and nothing of it is seen before. */
public interface StagedSizeContract extends DriverUnderTest {
    @Test
    default void aBodyOfMoreOrFewerBytesThanAnnouncedIsPublishedAsItCame() throws IOException {
        try (StorageDriver driver = open()) {
            for (int announced : new int[] {0, 1, 10_000, 5_000_000}) {
                for (int length : new int[] {0, 9999, 10_000, 10_001}) {
                    byte[] content = Bodies.random(161 + length, length);
                    ObjectKey target = key("announced/" + announced + "-" + length + "/data");
                    try (StagedObject staged = driver.stage(new StagingRequest.Begin(
                                    key("staging/announced-" + announced + "-" + length),
                                    1,
                                    Optional.empty(),
                                    OptionalLong.of(announced)))
                            .orElseThrow()) {
                        String which = length + " bytes, of which " + announced + " were announced";
                        assertThat(staged.append(Bodies.of(content)).size())
                                .as(which)
                                .isEqualTo(length);
                        assertThat(staged.seal().size())
                                .as("sealed, of " + which)
                                .isEqualTo(length);
                        staged.publish(staged.seal(), target);
                        assertContent(read(driver, target)).as(which).contains(content);
                    }
                }
            }
        }
    }

    @Test
    default void truncatingToMoreThanThereIsAddsNothing() throws IOException {
        try (StorageDriver driver = open()) {
            byte[] content = Bodies.random(163, 10_000);
            try (StagedObject staged = begin(driver, key("staging/longer"))) {
                staged.append(Bodies.of(content));
                try {
                    staged.truncate(12_000);
                } catch (IOException | IllegalArgumentException _) {
                    // A driver may refuse a size that was never there.
                }
                assertThat(staged.size())
                        .as("the size after truncating to more")
                        .isEqualTo(10_000);
                staged.publish(staged.seal(), key("longer"));
            }
            assertContent(read(driver, key("longer"))).contains(content);
        }
    }

    @Test
    default void bytesThatWereDroppedDoNotComeBack() throws IOException {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            byte[] content = Bodies.random(165, 20_000);
            ObjectKey area = key("staging/dropped-for-good");
            try (StagedObject staged = begin(driver, area)) {
                staged.append(Bodies.of(Upload.part(content, 0, 10_000)));
                staged.append(Bodies.of(Bodies.random(166, 300_000)));
                staged.truncate(10_000);
                try (StagedObject next =
                        other.stage(Upload.from(area, 2, staged.state())).orElseThrow()) {
                    assertThat(next.size()).as("bytes of the next writer").isEqualTo(10_000);
                    next.append(Bodies.of(Upload.part(content, 10_000, 20_000)));
                    next.publish(next.seal(), key("dropped-for-good"));
                }
            }
            assertContent(read(driver, key("dropped-for-good"))).contains(content);
        }
    }

    @Test
    default void whatIsStagedIsNotSeenBeforeItIsPublished() throws IOException {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            ObjectKey target = key("hidden/blob/data");
            StagingRequest known =
                    new StagingRequest.Begin(key("staging/hidden"), 1, Optional.of(target), OptionalLong.of(100_000));
            try (StagedObject staged = driver.stage(known).orElseThrow()) {
                assertHidden(other, target, "after it was begun");
                staged.append(Bodies.of(Bodies.random(167, 100_000)));
                assertHidden(other, target, "after an append");
                var sealed = staged.seal();
                assertHidden(other, target, "after the seal");
                assertThat(staged.publish(sealed, target)).isEqualTo(Published.CREATED);
                assertThat(other.stat(target)).as("after it was published").isPresent();
                assertThat(ListingContract.all(other, key("hidden"), ListOptions.recursive(10)))
                        .containsExactly("hidden/blob/data");
            }
        }
    }

    private static void assertHidden(StorageDriver driver, ObjectKey target, String when) throws IOException {
        assertThat(driver.stat(target)).as("stat %s", when).isEmpty();
        assertThat(driver.open(target, ByteRange.WHOLE).isPresent())
                .as("opened %s", when)
                .isFalse();
        for (ListOptions options : new ListOptions[] {ListOptions.recursive(10), ListOptions.children(10)}) {
            assertThat(driver.list(key("hidden"), options).entries())
                    .as("listed %s", when)
                    .isEmpty();
        }
        assertThat(ListingContract.all(driver, new ObjectKey("tck"), ListOptions.recursive(100)))
                .as("objects outside the staging area, %s", when)
                .allMatch(name -> name.startsWith("staging/hidden/"));
    }
}
