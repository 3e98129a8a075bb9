package dev.moorage.application.service.upload.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.port.in.upload.UploadBody;
import dev.moorage.domain.upload.UploadId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UploadWritersTest {
    private static final UploadId ID = new UploadId(new UUID(1, 2));

    private final AtomicInteger aborted = new AtomicInteger();

    private UploadWriters.Writer writer(UploadWriters live) {
        return live.takeOver(ID, 1, Optional.of(new Waiting(aborted))).orElseThrow();
    }

    @Test
    void allThreadsThatEndAWriterWaitForItAndItIsEndedOnce() throws InterruptedException {
        UploadWriters live = new UploadWriters(Duration.ofMinutes(1));
        UploadWriters.Writer writer = writer(live);
        List<AtomicBoolean> left = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            AtomicBoolean has = new AtomicBoolean();
            left.add(has);
            threads.add(Thread.ofPlatform().start(() -> has.set(live.end(ID))));
        }
        for (Thread thread : threads) {
            while (thread.getState() != Thread.State.TIMED_WAITING && thread.getState() != Thread.State.TERMINATED) {
                Thread.onSpinWait();
            }
        }
        writer.close();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(left).allMatch(AtomicBoolean::get);
        assertThat(aborted).hasValue(1);
    }

    @Test
    void aWriterThatDoesNotLeaveIsWaitedForNoLongerThanThePatience() {
        UploadWriters live = new UploadWriters(Duration.ofMillis(1));
        writer(live);
        assertThat(live.end(ID)).isFalse();
        assertThat(live.end(ID)).isFalse();
        assertThat(aborted).hasValue(1);
    }

    @Test
    void whoTakesOverKnowsThatTheOlderOneMayHaveChangedTheRecord() {
        UploadWriters live = new UploadWriters(Duration.ofMillis(1));
        assertThat(writer(live).hasFencedOther()).isFalse();
        assertThat(live.takeOver(ID, 2, Optional.empty()).orElseThrow().hasFencedOther())
                .isTrue();
    }

    /** A body that records that it was aborted. */
    private record Waiting(AtomicInteger aborted) implements UploadBody {
        @Override
        public OptionalLong length() {
            return OptionalLong.empty();
        }

        @Override
        public int read(ByteBuffer destination) {
            return -1;
        }

        @Override
        public void abort() {
            aborted.incrementAndGet();
        }
    }
}
