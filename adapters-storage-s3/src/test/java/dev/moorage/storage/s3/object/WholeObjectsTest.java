package dev.moorage.storage.s3.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.object.ObjectKey;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How long an object is known to hold its bytes itself. */
class WholeObjectsTest {
    private static final ObjectKey KEY = new ObjectKey("blobs/a");

    private Instant now = Instant.EPOCH;
    private final WholeObjects whole = new WholeObjects(() -> now, true);

    @Test
    void anObjectIsKnownForTenSecondsAndNotBeforeItWasSeen() {
        assertThat(whole.has(KEY)).isFalse();
        whole.saw(KEY, true);
        now = Instant.EPOCH.plusMillis(9_999);
        assertThat(whole.has(KEY)).isTrue();
        assertThat(whole.has(new ObjectKey("blobs/b"))).isFalse();
        now = Instant.EPOCH.plusSeconds(10);
        assertThat(whole.has(KEY)).isFalse();
        now = Instant.EPOCH.minusSeconds(1);
        assertThat(whole.has(KEY)).as("a clock that went back").isFalse();
    }

    @Test
    void anObjectIsForgottenWhenItIsDeletedOrSeenAsAReference() {
        whole.saw(KEY, true);
        whole.forget(KEY);
        assertThat(whole.has(KEY)).isFalse();
        whole.saw(KEY, true);
        whole.saw(KEY, false);
        assertThat(whole.has(KEY)).isFalse();
    }

    @Test
    void aServerThatPublishesReferencesKnowsNoObject() {
        WholeObjects none = new WholeObjects(() -> now, false);
        none.saw(KEY, true);
        assertThat(none.has(KEY)).isFalse();
    }
}
