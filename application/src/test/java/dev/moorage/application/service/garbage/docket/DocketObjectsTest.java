package dev.moorage.application.service.garbage.docket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.DocketHead;
import dev.moorage.domain.garbage.GarbageProtocol;
import dev.moorage.domain.garbage.Removable.Blob;
import dev.moorage.domain.garbage.Segment;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageUnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The docket's objects in storage. */
class DocketObjectsTest {
    private static final Digest DIGEST = Contents.digest(new byte[] {1});
    private static final Blob BLOB = new Blob(DIGEST);

    private final InMemoryStorageDriver driver = new InMemoryStorageDriver(new InMemoryStore());
    private final Contents contents = new Contents(driver);
    private final DocketObjects objects = new DocketObjects(driver);

    private static Segment condemned(Segment before) {
        return new GarbageProtocol().condemn(before, 0, Set.of(BLOB), 42, Instant.EPOCH);
    }

    @Test
    void anAbsentDocketHasNoVerdictAndNoGeneration() throws IOException {
        assertThat(objects.head().content()).isEqualTo(DocketHead.EMPTY);
        assertThat(objects.segment(7).content()).isEqualTo(Segment.EMPTY);
    }

    @Test
    void aSegmentIsReplacedOnlyInTheVersionThatWasRead() throws IOException {
        DocketObjects.Stored<Segment> before = objects.segment(BLOB.segment());
        Segment next = condemned(before.content());
        assertThat(objects.replace(BLOB.segment(), before, next)).isPresent();
        assertThat(objects.replace(BLOB.segment(), before, next)).isEmpty();
        DocketObjects.Stored<Segment> stored = objects.segment(BLOB.segment());
        assertThat(stored.content()).isEqualTo(next);
        Segment dropped = new GarbageProtocol().drop(next, 0, Set.of(BLOB), 42, true, Instant.EPOCH);
        assertThat(objects.replace(BLOB.segment(), stored, dropped)).isPresent();
        assertThat(objects.replace(BLOB.segment(), stored, next)).isEmpty();
    }

    @Test
    void aSegmentIsAtTheFirstTwoDigitsOfItsDigests() throws IOException {
        objects.replace(BLOB.segment(), objects.segment(BLOB.segment()), condemned(Segment.EMPTY));
        assertThat(RegistryKeys.docketSegment(BLOB.segment()).name())
                .isEqualTo(DIGEST.hex().substring(0, 2));
        assertThat(contents.read(RegistryKeys.docketSegment(BLOB.segment()))).isPresent();
    }

    @Test
    void aPublishedGenerationNeverGoesBackAndOthersStay() throws IOException {
        objects.publish(Map.of(3, 5L, 255, 9L));
        objects.publish(Map.of(3, 4L, 0, 1L));
        DocketHead head = objects.head().content();
        assertThat(new long[] {head.published(0), head.published(3), head.published(4), head.published(255)})
                .containsExactly(1, 5, 0, 9);
    }

    @Test
    void aDocketOfAnotherVersionOrACutOneIsUnusableAndNotEmpty() throws IOException {
        objects.publish(Map.of(3, 5L));
        byte[] whole = contents.read(RegistryKeys.docketHead()).orElseThrow();
        for (int length = 0; length < whole.length; length++) {
            contents.put(RegistryKeys.docketHead(), Arrays.copyOf(whole, length));
            assertThatExceptionOfType(StorageUnavailableException.class).isThrownBy(objects::head);
        }
        String later = new String(whole, StandardCharsets.UTF_8).replace("-head 1", "-head 2");
        contents.put(RegistryKeys.docketHead(), later);
        assertThatExceptionOfType(StorageUnavailableException.class).isThrownBy(objects::head);
        contents.put(RegistryKeys.docketSegment(3), "moorage-docket 2\ngeneration 1\nend 1\n");
        assertThatExceptionOfType(StorageUnavailableException.class).isThrownBy(() -> objects.segment(3));
    }
}
