package dev.moorage.application.port.out.event;

import dev.moorage.application.port.in.maintenance.GarbageReport;
import dev.moorage.application.port.in.upload.PurgedUpload;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** Something that the registry has done by itself. */
public sealed interface MaintenanceEvent extends RegistryEvent.OfRegistry {
    /** An abandoned upload, or what an upload had left behind, was removed. */
    record UploadPurged(PurgedUpload upload) implements MaintenanceEvent {
        public UploadPurged {
            Objects.requireNonNull(upload);
        }

        @Override
        public EventKind kind() {
            return EventKind.UPLOAD_PURGED;
        }
    }

    /**
     * A purge has looked at all uploads in the storage. The counts are those of what it has left.
     *
     * @param repositories the repositories, and the names that have nothing but uploads
     * @param unfinished uploads that clients may continue
     * @param ended records of uploads that have ended
     * @param unrecorded uploads of CNCF Distribution, and objects of uploads without a readable record
     */
    record UploadsWalked(int repositories, int unfinished, int ended, int unrecorded) implements MaintenanceEvent {
        @Override
        public EventKind kind() {
            return EventKind.UPLOADS_WALKED;
        }
    }

    /**
     * A collection of garbage has ended.
     *
     * @param report the totals, or empty where the collection failed
     */
    record GarbageCollected(Optional<GarbageReport> report, Duration duration) implements MaintenanceEvent {
        public GarbageCollected {
            Objects.requireNonNull(report);
            Objects.requireNonNull(duration);
        }

        @Override
        public EventKind kind() {
            return EventKind.GARBAGE_COLLECTED;
        }
    }
}
