package dev.moorage.application.service.garbage.docket;

import dev.moorage.storage.spi.io.Pausing;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * How requests look at the docket and wait for removals.
 *
 * @param looks runs a look while the request does other work
 * @param shared whether requests share looks
 * @param pause waits before a segment is read again
 * @param mostPauses how often a request waits for one removal before it gives up
 */
public record LookTuning(Executor looks, boolean shared, Pause pause, int mostPauses) {
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A server's: a removal takes less than a second normally, and a request waits ten seconds for it. */
    public static final LookTuning PRODUCTION = new LookTuning(
            Thread::startVirtualThread, true, () -> Pausing.sleep(PAUSE), Math.toIntExact(PATIENCE.dividedBy(PAUSE)));

    /** Waits for a short time. */
    public interface Pause {
        /**
         * Returns when the time is over.
         *
         * @throws InterruptedIOException the thread was interrupted
         */
        void pause() throws InterruptedIOException;
    }
}
