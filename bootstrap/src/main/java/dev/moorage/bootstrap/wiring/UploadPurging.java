package dev.moorage.bootstrap.wiring;

import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.port.in.upload.PurgeObserver;
import dev.moorage.application.port.in.upload.PurgeReport;
import dev.moorage.application.port.in.upload.PurgeUploads;
import dev.moorage.application.port.in.upload.PurgedUpload;
import dev.moorage.application.port.out.event.EventKind;
import dev.moorage.application.port.out.event.MaintenanceEvent;
import dev.moorage.bootstrap.section.PurgingConfig;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Purges uploads as {@code storage.maintenance.uploadpurging} says. */
final class UploadPurging implements PeriodicTask {
    private static final Logger LOG = LoggerFactory.getLogger(UploadPurging.class);

    private final PurgingConfig settings;
    private final PurgeUploads uploads;
    private final boolean readOnly;
    private final RegistryEvents events;

    /**
     * @param readOnly whether the storage is only read, in which case nothing is purged
     */
    UploadPurging(PurgingConfig settings, PurgeUploads uploads, boolean readOnly, RegistryEvents events) {
        this.settings = settings;
        this.uploads = uploads;
        this.readOnly = readOnly;
        this.events = events;
    }

    @Override
    public String name() {
        return "purge";
    }

    @Override
    public Duration interval() {
        return settings.enabled() && !readOnly ? settings.interval() : Duration.ZERO;
    }

    @Override
    public void run() {
        try {
            PurgeReport report = uploads.purge(settings.age(), settings.dryRun(), new Log(settings.dryRun(), events));
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

    /** Logs failures, and in a dry run the uploads that would be purged. Reports those that were. */
    private record Log(boolean dryRun, RegistryEvents events) implements PurgeObserver {
        @Override
        public void purged(PurgedUpload upload) {
            if (!dryRun && events.wants(EventKind.UPLOAD_PURGED)) {
                events.report(new MaintenanceEvent.UploadPurged(upload));
            }
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
}
