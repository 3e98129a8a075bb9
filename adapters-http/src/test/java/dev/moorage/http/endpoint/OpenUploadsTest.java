package dev.moorage.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.upload.UploadId;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests the count of open uploads. */
class OpenUploadsTest {
    private long now;
    private final OpenUploads open = new OpenUploads(2, () -> now);

    private static UploadId id(int number) {
        return new UploadId(new UUID(7, number));
    }

    @Test
    void aClientAtItsLimitStartsNoMoreAndGoesOnWithWhatItHas() {
        open.stored(id(1), "user a");
        assertThat(open.mayStart("user a")).isTrue();
        open.stored(id(2), "user a");
        open.stored(id(2), "user a");
        assertThat(open.mayStart("user a")).isFalse();
        assertThat(open.mayStart("user b")).isTrue();
        assertThat(open.begin(id(3), "user a")).as("started before").isTrue();
        open.stored(id(3), "user a");
        open.stored(id(4), "user a");
        assertThat(open.begin(id(5), "user a")).isFalse();
        assertThat(open.mayStore("user a")).isFalse();
        assertThat(open.begin(id(4), "user a")).isTrue();
    }

    @Test
    void anUploadCountsFromItsFirstRequestUnlessThatStoresNothing() {
        open.begin(id(1), "user a");
        open.begin(id(2), "user a");
        assertThat(open.mayStart("user a")).isFalse();
        open.stored(id(2), "user a");
        open.begin(id(2), "user a");
        open.unused(id(2));
        assertThat(open.mayStart("user a")).as("what is stored stays").isFalse();
        open.unused(id(1));
        assertThat(open.mayStart("user a")).isTrue();
    }

    @Test
    void whatHasEndedDoesNotCount() {
        for (int i = 0; i < 4; i++) {
            open.stored(id(i), "user a");
        }
        open.ended(id(0));
        open.ended(id(0));
        assertThat(open.mayStart("user a")).isFalse();
        open.ended(id(1));
        open.ended(id(2));
        assertThat(open.mayStart("user a")).isTrue();
        open.ended(id(9));
        assertThat(open.mayStart("user a")).isTrue();
    }

    @Test
    void anUploadCountsForTheClientThatBeganIt() {
        open.stored(id(1), "user a");
        open.stored(id(2), "user a");
        open.stored(id(1), "user b");
        open.stored(id(2), "user b");
        assertThat(open.mayStart("user b")).isTrue();
        assertThat(open.mayStart("user a")).isFalse();
    }

    @Test
    void whatHadNoRequestForADayIsForgotten() {
        open.stored(id(1), "user a");
        now += Duration.ofHours(23).toNanos();
        open.stored(id(2), "user a");
        assertThat(open.mayStart("user a")).isFalse();
        now += Duration.ofHours(2).toNanos();
        assertThat(open.mayStart("user a")).isTrue();
        open.stored(id(3), "user a");
        assertThat(open.mayStart("user a")).isFalse();
    }

    @Test
    void whatIsRememberedIsBounded() {
        OpenUploads many = new OpenUploads(1, () -> now);
        many.stored(id(0), "user a");
        for (int i = 1; i <= 40_000; i++) {
            many.stored(id(i), "address " + i);
            many.mayStart("address " + i);
        }
        assertThat(many.mayStart("user a")).as("forgotten for younger ones").isTrue();
        assertThat(many.mayStart("address 40000")).isFalse();
    }

    @Test
    void noLimitCountsNothing() {
        OpenUploads unlimited = new OpenUploads(0, () -> now);
        for (int i = 0; i < 100; i++) {
            unlimited.stored(id(i), "user a");
        }
        assertThat(unlimited.mayStart("user a")).isTrue();
        assertThat(unlimited.begin(id(200), "user a")).isTrue();
    }
}
