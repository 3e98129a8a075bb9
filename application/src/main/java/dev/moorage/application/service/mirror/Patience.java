package dev.moorage.application.service.mirror;

import dev.moorage.application.port.in.failure.UpstreamFailedException;
import dev.moorage.application.port.in.failure.UpstreamFailedException.Reason;
import dev.moorage.application.port.in.mirror.MirrorObserver;
import dev.moorage.storage.spi.io.Pausing;
import java.io.IOException;
import java.time.Duration;

/** Asks a source again that could not say, after the time that it asks for, or after longer and longer ones. */
final class Patience {
    private static final int MOST_ATTEMPTS = 8;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Pausing pausing;
    private final MirrorObserver observer;

    Patience(Pausing pausing, MirrorObserver observer) {
        this.pausing = pausing;
        this.observer = observer;
    }

    /** Asks a source. */
    interface Attempt<T> {
        T run() throws IOException;
    }

    /**
     * Returns the result of the first attempt that has one.
     *
     * @throws UpstreamFailedException the source could not say, or what it says is wrong
     */
    <T> T attempt(Attempt<T> attempt) throws IOException {
        Duration pause = FIRST_PAUSE;
        int attempts = 0;
        while (true) {
            try {
                return attempt.run();
            } catch (UpstreamFailedException e) {
                attempts++;
                if (e.reason() == Reason.WRONG || attempts == MOST_ATTEMPTS) {
                    throw e;
                }
                rest(e.retryAfter().orElse(pause), String.valueOf(e.getMessage()));
                Duration twice = pause.multipliedBy(2);
                pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
            }
        }
    }

    /** Leaves the source alone. */
    void rest(Duration time, String reason) throws IOException {
        observer.waits(time, reason);
        pausing.pause(time);
    }
}
