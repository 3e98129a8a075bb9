package dev.moorage.storage.s3;

import static dev.moorage.storage.s3.Uploads.beginDirect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.s3.request.Bucket;
import dev.moorage.storage.s3.request.Checksums;
import dev.moorage.storage.s3.request.Keys;
import dev.moorage.storage.s3.request.ListingForm;
import dev.moorage.storage.s3.request.ObjectSettings;
import dev.moorage.storage.s3.staging.CommitMode;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.tck.Bodies;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Multipart uploads of processes that ended before they recorded them. */
class AbandonedUploadsTest {
    private final SimulatedStore store = SimulatedStore.small(CommitMode.COPY);

    private void sweepAfter(Duration time) throws IOException {
        Bucket bucket = new Bucket(
                store.s3(), "secret-bucket", ObjectSettings.OF_THE_BUCKET, Checksums.WHEN_REQUIRED, ListingForm.V2);
        Instant then = Instant.now().plus(time);
        new AbandonedUploads(bucket.multipart(), Keys.below("some/root"), () -> then).sweep();
    }

    @Test
    void whatHasGotNoPartForTwoWeeksIsAborted() throws IOException {
        try (StorageDriver driver = store.open();
                StagedObject staged = beginDirect(driver, OptionalLong.empty())) {
            staged.append(Bodies.of(Bodies.random(1, 20_000)));
        }
        sweepAfter(Duration.ofDays(13));
        assertThat(store.s3().bucket().uploads()).hasSize(1);
        sweepAfter(Duration.ofDays(15));
        assertThat(store.s3().bucket().uploads()).isEmpty();
    }

    @Test
    void whatStillGrowsIsLeftHoweverOldItIs() throws IOException {
        String key = "some/root/blobs/old";
        store.s3().bucket().createAt(key, Instant.now().minus(Duration.ofDays(100)));
        String id = store.s3().bucket().uploads().keySet().iterator().next();
        store.s3().bucket().putPart(key, id, 1, new byte[5000]);
        sweepAfter(Duration.ZERO);
        assertThat(store.s3().bucket().uploads()).containsKey(id);
    }

    @Test
    void whatIsNotBelowTheRootIsNotOurs() throws IOException {
        store.s3().bucket().create("other/root", Map.of());
        sweepAfter(Duration.ofDays(100));
        assertThat(store.s3().bucket().uploads()).hasSize(1);
    }
}
