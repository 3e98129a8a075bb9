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
import java.util.EnumMap;
import java.util.Map;
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
            Walk walk = new Walk(settings.dryRun(), events);
            PurgeReport report = uploads.purge(settings.age(), settings.dryRun(), walk);
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

    /** Logs failures, and in a dry run the uploads that would be purged. Reports those that were, and what was left. */
    private static final class Walk implements PurgeObserver {
        private final boolean dryRun;
        private final RegistryEvents events;
        private final Map<Kept, Integer> left = new EnumMap<>(Kept.class);

        Walk(boolean dryRun, RegistryEvents events) {
            this.dryRun = dryRun;
            this.events = events;
        }

        @Override
        public void kept(Kept upload) {
            left.merge(upload, 1, Integer::sum);
        }

        @Override
        public void walked(int repositories) {
            if (events.wants(EventKind.UPLOADS_WALKED)) {
                events.report(new MaintenanceEvent.UploadsWalked(
                        repositories,
                        left.getOrDefault(Kept.UNFINISHED, 0),
                        left.getOrDefault(Kept.ENDED, 0),
                        left.getOrDefault(Kept.UNRECORDED, 0)));
            }
        }

        private static Kept kept(PurgedUpload.Kind kind) {
            return switch (kind) {
                case UNFINISHED -> Kept.UNFINISHED;
                case ENDED -> Kept.ENDED;
                case ORPHAN, DISTRIBUTION -> Kept.UNRECORDED;
            };
        }

        @Override
        public void purged(PurgedUpload upload) {
            if (dryRun) {
                kept(kept(upload.kind()));
            } else if (events.wants(EventKind.UPLOAD_PURGED)) {
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
