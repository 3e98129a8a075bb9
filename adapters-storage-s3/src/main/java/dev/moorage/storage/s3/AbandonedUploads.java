package dev.moorage.storage.s3;

import dev.moorage.storage.s3.request.Keys;
import dev.moorage.storage.s3.request.MultipartRequests;
import dev.moorage.storage.s3.request.UploadRef;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Aborts multipart uploads below the root that have received no part for 14 days. A process leaves these when it ends before
 * it records them. Uploads that a record names are aborted with the record. A background thread sweeps at start and then
 * once a day.
 */
public final class AbandonedUploads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AbandonedUploads.class);

    /** Twice the default lifetime of an upload session, so that clocks may differ by days. */
    private static final Duration OLD = Duration.ofDays(14);

    private static final Duration PAUSE = Duration.ofDays(1);
    private static final Duration LAST_REQUEST = Duration.ofSeconds(5);

    private final MultipartRequests multipart;
    private final Keys keys;
    private final InstantSource clock;
    private Optional<Thread> thread = Optional.empty();

    AbandonedUploads(MultipartRequests multipart, Keys keys, InstantSource clock) {
        this.multipart = multipart;
        this.keys = keys;
        this.clock = clock;
    }

    void start() {
        thread = Optional.of(Thread.ofVirtual().name("abandoned-uploads").start(this::run));
    }

    private void run() {
        try {
            while (true) {
                try {
                    sweep();
                } catch (IOException e) {
                    LOG.atInfo().setCause(e).log("Abandoned multipart uploads could not be listed");
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Aborts the uploads that are old at the time of the call. */
    void sweep() throws IOException {
        Instant old = clock.instant().minus(OLD);
        int aborted = 0;
        for (MultipartRequests.Unfinished unfinished : multipart.unfinished(keys.root())) {
            if (unfinished.initiated().isBefore(old) && isIdleSince(old, unfinished.upload())) {
                multipart.abort(unfinished.upload());
                aborted++;
            }
        }
        if (aborted > 0) {
            LOG.atInfo().addKeyValue("uploads", aborted).log("Abandoned multipart uploads were aborted");
        }
    }

    private boolean isIdleSince(Instant time, UploadRef upload) throws IOException {
        return multipart.lastPart(upload).map(last -> last.isBefore(time)).orElse(true);
    }

    /** Ends the sweep. No request is sent after this, unless a request in flight takes no notice for five seconds. */
    @Override
    public void close() {
        thread.ifPresent(sweep -> {
            sweep.interrupt();
            try {
                sweep.join(LAST_REQUEST);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
