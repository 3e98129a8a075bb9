package dev.moorage.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.moorage.storage.s3.request.Bucket;
import dev.moorage.storage.s3.request.Checksums;
import dev.moorage.storage.s3.request.Keys;
import dev.moorage.storage.s3.request.ListingForm;
import dev.moorage.storage.s3.request.ObjectSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * Only one server may use a store that evaluates no conditions. A second one is refused. A crashed one delays the next for a
 * limited time.
 */
class BucketLeaseTest {
    private static final Keys KEYS = Keys.below("/root");

    private final SimulatedS3 s3 = new SimulatedS3(StoreRules.SMALL.withoutConditions());
    private final Bucket bucket =
            new Bucket(s3, "any", ObjectSettings.OF_THE_BUCKET, Checksums.WHEN_REQUIRED, ListingForm.V2);
    private Duration waited = Duration.ZERO;

    private void pass(Duration time) {
        waited = waited.plus(time);
    }

    @Test
    void theFirstServerTakesTheLeaseAndGivesItBack() throws IOException {
        try (BucketLease _ = BucketLease.set(bucket, KEYS, this::pass)) {
            assertThat(bucket.head(KEYS.server())).isPresent();
        }
        assertThat(bucket.head(KEYS.server())).isEmpty();
        assertThat(waited).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void aServerIsRefusedWhileAnotherHoldsTheLease() throws IOException {
        try (BucketLease first = BucketLease.set(bucket, KEYS, this::pass)) {
            assertThatIOException()
                    .isThrownBy(() -> BucketLease.set(bucket, KEYS, time -> {
                        pass(time);
                        first.renew();
                    }))
                    .withMessageContaining("there can be only one")
                    .withMessageNotContaining("any");
        }
    }

    @Test
    void theLeaseOfAServerThatHasCrashedIsTakenOverAfterAWhile() throws IOException {
        BucketLease.set(bucket, KEYS, this::pass);
        waited = Duration.ZERO;
        try (BucketLease second = BucketLease.set(bucket, KEYS, this::pass)) {
            assertThat(waited).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
            second.renew();
        }
        assertThat(bucket.head(KEYS.server())).isEmpty();
    }

    @Test
    void ofTwoThatComeAtOnceOneStays() throws IOException {
        AtomicReference<BucketLease> second = new AtomicReference<>();
        assertThatIOException()
                .isThrownBy(() -> BucketLease.set(bucket, KEYS, _ -> {
                    if (second.get() == null) {
                        second.set(lastToWrite());
                    }
                }));
        assertThat(bucket.head(KEYS.server())).isPresent();
        second.get().close();
        assertThat(bucket.head(KEYS.server())).isEmpty();
    }

    /** Creates the mark of a server that saw no mark because it looked before the other server wrote its own. */
    private BucketLease lastToWrite() {
        try {
            bucket.delete(KEYS.server(), request -> {});
            return BucketLease.set(bucket, KEYS, this::pass);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aServerThatIsDrivenOutDoesNotTakeTheMarkOfTheOtherOne() throws IOException {
        BucketLease first = BucketLease.set(bucket, KEYS, this::pass);
        try (BucketLease _ = BucketLease.set(bucket, KEYS, this::pass)) {
            first.close();
            assertThat(bucket.head(KEYS.server())).isPresent();
        }
    }
}
