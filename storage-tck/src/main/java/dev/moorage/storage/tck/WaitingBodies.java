package dev.moorage.storage.tck;

import dev.moorage.storage.spi.staging.BodySource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Bodies that each give their first bytes, and the rest when the test lets them. */
final class WaitingBodies {
    static final long LENGTH = 200;
    private static final int PIECE = 100;

    private final Semaphore begun = new Semaphore(0);
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Waits until the given number of bodies wait for the test. */
    boolean awaitBegun(int bodies) throws InterruptedException {
        begun.acquire(bodies);
        return true;
    }

    void end() {
        ended.countDown();
    }

    BodySource body() {
        return new Body();
    }

    private final class Body implements BodySource {
        private int position;
        private boolean counted;

        @Override
        public int read(ByteBuffer destination) throws IOException {
            if (position == LENGTH) {
                return -1;
            }
            if (position == PIECE) {
                count();
                awaitEnd(Duration.ofMinutes(4));
            }
            int count = Math.min(destination.remaining(), PIECE - position % PIECE);
            destination.put(new byte[count]);
            position += count;
            return count;
        }

        private void count() {
            if (!counted) {
                counted = true;
                begun.release();
            }
        }

        private boolean awaitEnd(Duration most) throws IOException {
            try {
                return ended.await(most.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }

        @Override
        public boolean await(Duration most) throws IOException {
            if (position != PIECE) {
                return true;
            }
            count();
            return awaitEnd(most);
        }
    }
}
