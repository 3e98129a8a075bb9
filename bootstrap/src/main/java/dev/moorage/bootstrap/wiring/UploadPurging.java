package dev.moorage.bootstrap.wiring;

import dev.moorage.application.port.in.upload.PurgeObserver;
import dev.moorage.application.port.in.upload.PurgeReport;
import dev.moorage.application.port.in.upload.PurgeUploads;
import dev.moorage.application.port.in.upload.PurgedUpload;
import dev.moorage.bootstrap.section.PurgingConfig;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Purges uploads periodically. The first purge is at a random moment within the first interval, so that replicas do not
 * purge at the same time.
 */
final class UploadPurging implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UploadPurging.class);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("purge").factory());

    /**
     * @param readOnly whether the storage is only read, in which case nothing is purged
     */
    UploadPurging(PurgingConfig settings, PurgeUploads uploads, boolean readOnly) {
        if (settings.enabled() && !readOnly) {
            long interval = settings.interval().toMillis();
            ScheduledFuture<?> _ = timer.scheduleWithFixedDelay(
                    () -> purge(settings, uploads),
                    ThreadLocalRandom.current().nextLong(interval / 2, interval),
                    interval,
                    TimeUnit.MILLISECONDS);
        }
    }

    private static void purge(PurgingConfig settings, PurgeUploads uploads) {
        try {
            PurgeReport report = uploads.purge(settings.age(), settings.dryRun(), new Log(settings.dryRun()));
            LOG.atInfo()
                    .addKeyValue("living", report.living())
                    .addKeyValue("purged", report.purged())
                    .addKeyValue("failed", report.failed())
                    .addKeyValue("dryrun", settings.dryRun())
                    .log("Uploads were purged");
        } catch (IOException | RuntimeException e) {
            LOG.atError().setCause(e).log("Uploads could not be purged");
        }
    }

    /** Logs failures, and in a dry run the uploads that would be purged. */
    private record Log(boolean dryRun) implements PurgeObserver {
        @Override
        public void purged(PurgedUpload upload) {
            LOG.atLevel(dryRun ? Level.INFO : Level.DEBUG)
                    .addKeyValue("repository", upload.repository())
                    .addKeyValue("upload", upload.id())
                    .addKeyValue("kind", upload.kind())
                    .addKeyValue("lastActivity", upload.lastActivity())
                    .log(dryRun ? "An upload would be purged" : "An upload was purged");
        }

        @Override
        public void failed(String key, IOException reason) {
            LOG.atWarn().addKeyValue("key", key).setCause(reason).log("An upload could not be purged");
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
