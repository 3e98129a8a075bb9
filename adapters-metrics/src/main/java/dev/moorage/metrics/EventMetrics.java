package dev.moorage.metrics;

import dev.moorage.application.port.in.live.CountBodies;
import dev.moorage.application.port.out.event.ChangeEvent;
import dev.moorage.application.port.out.event.EventKind;
import dev.moorage.application.port.out.event.EventListener;
import dev.moorage.application.port.out.event.MaintenanceEvent;
import dev.moorage.application.port.out.event.RegistryEvent;
import dev.moorage.application.port.out.event.RequestEvent;
import dev.moorage.application.port.out.event.TrafficEvent;
import dev.moorage.application.port.out.event.UploadEvent;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;

/** Counts events. Of the changes only pushes of blobs are counted, since the others are requests of a handler of their own. */
final class EventMetrics implements EventListener {
    private final HttpMetrics http;
    private final UploadMetrics uploads;
    private final AccessMetrics access;
    private final GarbageMetrics garbage;
    private final StoredMetrics stored;

    EventMetrics(PrometheusRegistry registry, CountBodies bodies, InstantSource clock) {
        this.http = new HttpMetrics(registry);
        this.uploads = new UploadMetrics(registry, bodies);
        this.access = new AccessMetrics(registry);
        this.garbage = new GarbageMetrics(registry, clock);
        this.stored = new StoredMetrics(registry, clock);
    }

    @Override
    public boolean wants(EventKind kind) {
        return switch (kind) {
            case REQUEST_BEGUN,
                    REQUEST_SERVED,
                    PULLED,
                    DENIED,
                    UPLOAD_STARTED,
                    BODY_ENDED,
                    UPLOAD_RESUMED,
                    UPLOAD_REHASHED,
                    UPLOAD_FENCED,
                    UPLOAD_ENDED,
                    BLOB_COMMITTED,
                    UPLOAD_PURGED,
                    UPLOADS_WALKED,
                    GARBAGE_COLLECTED -> true;
            case BODY_BEGUN,
                    UPLOAD_RECORDED,
                    LOGGED_IN,
                    TOKEN_ISSUED,
                    NAMES_LISTED,
                    BLOB_MOUNTED,
                    MANIFEST_PUSHED,
                    TAGGED,
                    TAG_DELETED,
                    MANIFEST_DELETED,
                    BLOB_DELETED -> false;
        };
    }

    @Override
    public void take(RegistryEvent event) {
        switch (event) {
            case TrafficEvent traffic -> http.take(traffic);
            case UploadEvent upload -> uploads.take(upload);
            case ChangeEvent.BlobCommitted blob -> uploads.take(blob);
            case RequestEvent.Pulled pulled -> access.take(pulled);
            case RequestEvent.Denied denied -> access.take(denied);
            case MaintenanceEvent.UploadPurged purged -> uploads.take(purged.upload());
            case MaintenanceEvent.UploadsWalked walked -> stored.take(walked);
            case MaintenanceEvent.GarbageCollected collected -> garbage.take(collected);
            case RequestEvent _, ChangeEvent _ -> {
                // None of the kinds that are wanted.
            }
        }
    }
}
