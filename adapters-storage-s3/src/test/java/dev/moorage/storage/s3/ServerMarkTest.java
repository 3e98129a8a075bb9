package dev.moorage.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * Only one server may use a store that evaluates no conditions. A second one is refused. A crashed one delays the next for a
 * limited time.
 */
class ServerMarkTest {
    private static final Keys KEYS = Keys.below("/root");

    private final SimulatedS3 s3 = new SimulatedS3(StoreRules.SMALL.withoutConditions());
    private final Bucket bucket =
            new Bucket(s3, "any", ObjectSettings.OF_THE_BUCKET, Checksums.WHEN_REQUIRED, ListingForm.V2);
    private Duration waited = Duration.ZERO;

    private void pass(Duration time) {
        waited = waited.plus(time);
    }

    @Test
    void theFirstServerTakesTheBucketAndGivesItBack() throws IOException {
        try (ServerMark _ = ServerMark.set(bucket, KEYS, this::pass)) {
            assertThat(bucket.head(KEYS.server())).isPresent();
        }
        assertThat(bucket.head(KEYS.server())).isEmpty();
        assertThat(waited).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void aServerWhoseRivalLivesIsRefused() throws IOException {
        try (ServerMark first = ServerMark.set(bucket, KEYS, this::pass)) {
            assertThatIOException()
                    .isThrownBy(() -> ServerMark.set(bucket, KEYS, time -> {
                        pass(time);
                        first.renew();
                    }))
                    .withMessageContaining("there can be only one")
                    .withMessageNotContaining("any");
        }
    }

    @Test
    void theMarkOfAServerThatHasCrashedIsTakenOverAfterAWhile() throws IOException {
        ServerMark.set(bucket, KEYS, this::pass);
        waited = Duration.ZERO;
        try (ServerMark second = ServerMark.set(bucket, KEYS, this::pass)) {
            assertThat(waited).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
            second.renew();
        }
        assertThat(bucket.head(KEYS.server())).isEmpty();
    }

    @Test
    void ofTwoThatComeAtOnceOneStays() throws IOException {
        AtomicReference<ServerMark> second = new AtomicReference<>();
        assertThatIOException()
                .isThrownBy(() -> ServerMark.set(bucket, KEYS, _ -> {
                    if (second.get() == null) {
                        second.set(lastToWrite());
                    }
                }));
        assertThat(bucket.head(KEYS.server())).isPresent();
        second.get().close();
        assertThat(bucket.head(KEYS.server())).isEmpty();
    }

    /** Creates the mark of a server that saw no mark because it looked before the other server wrote its own. */
    private ServerMark lastToWrite() {
        try {
            bucket.delete(KEYS.server(), request -> {});
            return ServerMark.set(bucket, KEYS, this::pass);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aServerThatIsDrivenOutDoesNotTakeTheMarkOfTheOtherOne() throws IOException {
        ServerMark first = ServerMark.set(bucket, KEYS, this::pass);
        try (ServerMark _ = ServerMark.set(bucket, KEYS, this::pass)) {
            first.close();
            assertThat(bucket.head(KEYS.server())).isPresent();
        }
    }
}
