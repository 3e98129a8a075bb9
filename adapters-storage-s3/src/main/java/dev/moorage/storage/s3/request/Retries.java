package dev.moorage.storage.s3.request;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Retries a request that conflicted with another one for the same key: 409 {@code ConditionalRequestConflict} asks for a
 * retry. The client library does not retry these.
 */
public final class Retries {
    private static final int MOST_ATTEMPTS = 6;

    private final Duration pause;

    /**
     * Creates retries.
     *
     * @param pause the longest pause before the second attempt. It doubles for each further attempt.
     */
    public Retries(Duration pause) {
        this.pause = pause;
    }

    /** A request with a result. */
    public interface Request<T> {
        T send() throws IOException;
    }

    /** A request without a result. */
    public interface Sending {
        void send() throws IOException;
    }

    public <T> T onConflict(Request<T> request) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return request.send();
            } catch (RequestFailedException e) {
                if (!e.isConflict() || attempt == MOST_ATTEMPTS) {
                    throw e;
                }
                pause(attempt);
            }
        }
    }

    private void pause(int attempt) throws InterruptedIOException {
        long longest = pause.toNanos() << attempt - 1;
        try {
            Thread.sleep(Duration.ofNanos(ThreadLocalRandom.current().nextLong(longest + 1)));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted between two attempts");
        }
    }
}
