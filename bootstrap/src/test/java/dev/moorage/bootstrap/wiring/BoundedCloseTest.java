package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BoundedCloseTest {
    @Test
    void aResourceIsClosedOnceAndItsFailureIsReported() throws IOException {
        AtomicInteger closed = new AtomicInteger();
        new BoundedClose(closed::incrementAndGet, Duration.ofMinutes(1)).close();
        assertThat(closed).hasValue(1);
        BoundedClose torn = new BoundedClose(
                () -> {
                    throw new IOException("the tape is torn");
                },
                Duration.ofMinutes(1));
        assertThatIOException().isThrownBy(torn::close).withMessage("the tape is torn");
        BoundedClose stuck = new BoundedClose(
                () -> {
                    throw new LinkageError("no reel");
                },
                Duration.ofMinutes(1));
        assertThatIOException().isThrownBy(stuck::close).withMessageContaining("no reel");
    }

    @Test
    @Timeout(30)
    void aCloseThatHangsIsGivenUpAndInterrupted() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        BoundedClose hangs = new BoundedClose(
                () -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                },
                Duration.ZERO);
        assertThatNoException().isThrownBy(hangs::close);
        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    }
}
