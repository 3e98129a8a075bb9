package dev.moorage.application.service.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.live.CountBodies;
import dev.moorage.application.port.in.live.LiveUpload;
import dev.moorage.application.port.in.live.UploadState;
import dev.moorage.application.port.out.event.BodyProgress;
import dev.moorage.application.port.out.event.UploadEvent;
import dev.moorage.application.port.out.event.UploadEvent.BodyEnd;
import dev.moorage.application.port.out.event.UploadEvent.Ending;
import dev.moorage.application.port.out.event.UploadEvent.Place;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is known of uploads from their events alone. */
class LiveTransfersTest {
    private static final Instant BEGIN = Instant.parse("2027-01-01T00:00:00Z");
    private static final RepositoryName REPOSITORY = new RepositoryName("a/b");

    private Instant now = BEGIN;
    private final LiveTransfers transfers = new LiveTransfers(() -> now);
    private final UploadId id = new UploadId(UUID.randomUUID());

    /** A body whose bytes a test sends. */
    private final class Body implements BodyProgress {
        private long received;
        private boolean complete;
        private Instant lastByteAt = now;

        private void receives(long bytes) {
            received += bytes;
            lastByteAt = now;
        }

        @Override
        public long received() {
            return received;
        }

        @Override
        public boolean isComplete() {
            return complete;
        }

        @Override
        public Duration idle() {
            return Duration.between(lastByteAt, now);
        }
    }

    private Body begins(UploadId upload) {
        Body body = new Body();
        transfers.take(new UploadEvent.BodyBegun(
                UnrestrictedCaller.ANONYMOUS, REPOSITORY, upload, OptionalLong.of(1000), body));
        return body;
    }

    private void ends(UploadId upload, Body body, BodyEnd end) {
        transfers.take(
                new UploadEvent.BodyEnded(UnrestrictedCaller.ANONYMOUS, REPOSITORY, upload, body, end, Duration.ZERO));
    }

    private void passes(int seconds) {
        now = now.plusSeconds(seconds);
    }

    private LiveUpload only() {
        List<LiveUpload> all = transfers.now("here");
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    @Test
    void theRateIsThatOfTheLastTenSeconds() {
        Body body = begins(id);
        for (int second = 0; second < 30; second++) {
            body.receives(100);
            passes(1);
            assertThat(only().flow().rate()).isEqualTo(100);
        }
        for (int second = 0; second < 10; second++) {
            body.receives(500);
            passes(1);
            var _ = only();
        }
        assertThat(only().flow().rate()).isEqualTo(500);
        assertThat(only().flow().bytes()).isEqualTo(8_000);
        assertThat(only().flow().mean()).isBetween(200L, 210L);
    }

    @Test
    void aBodyIsReceivedStallsAndIsStored() {
        Body body = begins(id);
        body.receives(10);
        assertThat(only().state()).isEqualTo(UploadState.RECEIVING);
        passes(5);
        assertThat(only().state()).isEqualTo(UploadState.STALLED);
        assertThat(only().history().lastByteAt()).isEqualTo(BEGIN);
        body.receives(10);
        assertThat(only().state()).isEqualTo(UploadState.RECEIVING);
        body.complete = true;
        assertThat(only().state()).isEqualTo(UploadState.COMMITTING);
        ends(id, body, BodyEnd.COMPLETE);
        assertThat(only().state()).isEqualTo(UploadState.IDLE);
        assertThat(only().flow().bytes()).isEqualTo(20);
    }

    @Test
    void bodiesAreCountedByTheSameStatesAndTheirBytesNeverBecomeFewer() {
        Body first = begins(id);
        first.receives(100);
        assertThat(transfers.count().open(UploadState.RECEIVING)).isOne();
        passes(5);
        assertThat(transfers.count().open(UploadState.STALLED)).isOne();
        assertThat(transfers.count().open(UploadState.RECEIVING)).isZero();
        Body second = begins(id);
        second.receives(5);
        assertThat(received()).isEqualTo(105);
        ends(id, first, BodyEnd.FENCED);
        assertThat(received()).isEqualTo(105);
        second.complete = true;
        assertThat(transfers.count().open(UploadState.COMMITTING)).isOne();
        ends(id, second, BodyEnd.COMPLETE);
        assertThat(transfers.count().open()).isEmpty();
        assertThat(received()).isEqualTo(105);
    }

    private long received() {
        return transfers.count().received(CountBodies.Method.PUT);
    }

    @Test
    void bytesOfABodyThatBrokeOffCountOnce() {
        Body first = begins(id);
        first.receives(100);
        ends(id, first, BodyEnd.CLIENT_GONE);
        assertThat(only().flow().bytes()).isEqualTo(100);
        transfers.take(new UploadEvent.Resumed(UnrestrictedCaller.ANONYMOUS, REPOSITORY, id, 90, Place.HERE));
        Body second = begins(id);
        second.receives(5);
        assertThat(only().flow().bytes()).isEqualTo(95);
        assertThat(only().flow().expected()).hasValue(1090);
        assertThat(only().history().requests()).isEqualTo(2);
        assertThat(only().history().resumed()).isEqualTo(1);
    }

    private void recorded(long offset, int requests, int resumed, boolean isClaim) {
        transfers.take(new UploadEvent.Recorded(
                UnrestrictedCaller.ANONYMOUS,
                REPOSITORY,
                id,
                BEGIN.minusSeconds(60),
                offset,
                requests,
                resumed,
                isClaim));
    }

    @Test
    void anUploadThatBeganElsewhereGoesOnFromItsRecord() {
        Body body = begins(id);
        assertThat(only().flow().durable()).isEmpty();
        recorded(500, 3, 1, true);
        body.receives(100);
        assertThat(only().flow().bytes()).isEqualTo(600);
        assertThat(only().flow().durable()).hasValue(500);
        assertThat(only().flow().expected()).hasValue(1500);
        assertThat(only().history().requests()).isEqualTo(3);
        assertThat(only().history().resumed()).isEqualTo(1);
        assertThat(only().history().startedAt()).isEqualTo(BEGIN.minusSeconds(60));
        recorded(580, 3, 1, false);
        assertThat(only().flow().durable()).hasValue(580);
        assertThat(only().flow().bytes()).isEqualTo(600);
        ends(id, body, BodyEnd.COMPLETE);
        recorded(600, 3, 1, false);
        assertThat(only().flow().bytes()).isEqualTo(600);
    }

    @Test
    void aRequestThatIsRefusedChangesNothing() {
        Body unknown = begins(id);
        ends(id, unknown, BodyEnd.REFUSED);
        assertThat(transfers.now("here")).isEmpty();
        Body first = begins(id);
        first.receives(100);
        ends(id, first, BodyEnd.CLIENT_GONE);
        Body refused = begins(id);
        refused.receives(7);
        ends(id, refused, BodyEnd.REFUSED);
        assertThat(only().flow().bytes()).isEqualTo(100);
        assertThat(only().history().requests()).isEqualTo(1);
    }

    @Test
    void aRequestThatOvertakesAnotherOneTakesItsPlace() {
        Body first = begins(id);
        first.receives(100);
        Body second = begins(id);
        ends(id, first, BodyEnd.FENCED);
        transfers.take(new UploadEvent.Fenced(UnrestrictedCaller.ANONYMOUS, REPOSITORY, id, Place.HERE));
        second.receives(1);
        assertThat(only().state()).isEqualTo(UploadState.RECEIVING);
        assertThat(only().history().fenced()).isEqualTo(1);
    }

    @Test
    void anUploadThatEndsIsForgottenAlsoWhenItsBodyEndsLater() {
        Body body = begins(id);
        transfers.take(new UploadEvent.Ended(UnrestrictedCaller.ANONYMOUS, REPOSITORY, id, Ending.CANCELLED));
        assertThat(transfers.now("here")).isEmpty();
        ends(id, body, BodyEnd.FENCED);
        assertThat(transfers.now("here")).isEmpty();
    }

    @Test
    void anUploadThatGoesOnElsewhereIsForgotten() {
        Body body = begins(id);
        ends(id, body, BodyEnd.FENCED);
        transfers.take(new UploadEvent.Fenced(UnrestrictedCaller.ANONYMOUS, REPOSITORY, id, Place.ELSEWHERE));
        assertThat(transfers.now("here")).isEmpty();
    }

    @Test
    void aThousandIdleUploadsAreKeptForAnHour() {
        for (int i = 0; i < 1_001; i++) {
            UploadId each = new UploadId(UUID.randomUUID());
            ends(each, begins(each), BodyEnd.COMPLETE);
        }
        assertThat(transfers.now("here")).hasSize(1_000);
        passes(3_601);
        assertThat(transfers.now("here")).isEmpty();
    }
}
