package dev.moorage.bootstrap.wiring;

import dev.moorage.application.port.in.upload.PurgeReport;
import dev.moorage.application.port.in.upload.PurgeUploads;
import dev.moorage.bootstrap.config.Configuration;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Purges uploads now and then: first within the first interval, at a random moment, so that replicas take turns. */
final class UploadPurging implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UploadPurging.class);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("purge").factory());

    UploadPurging(Configuration.Purging settings, PurgeUploads uploads) {
        if (settings.enabled()) {
            long interval = settings.interval().toMillis();
            ScheduledFuture<?> _ = timer.scheduleWithFixedDelay(
                    () -> purge(settings, uploads),
                    ThreadLocalRandom.current().nextLong(interval / 2, interval),
                    interval,
                    TimeUnit.MILLISECONDS);
        }
    }

    private static void purge(Configuration.Purging settings, PurgeUploads uploads) {
        try {
            PurgeReport report = uploads.purge(settings.age(), settings.dryRun());
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

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
