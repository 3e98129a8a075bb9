package dev.moorage.application.service.live;

import dev.moorage.application.port.in.live.CountBodies;
import dev.moorage.application.port.in.live.LiveUpload;
import dev.moorage.application.port.out.event.ChangeEvent;
import dev.moorage.application.port.out.event.EventKind;
import dev.moorage.application.port.out.event.EventListener;
import dev.moorage.application.port.out.event.MaintenanceEvent;
import dev.moorage.application.port.out.event.RegistryEvent;
import dev.moorage.application.port.out.event.UploadEvent;
import dev.moorage.application.port.out.event.UploadEvent.Ending;
import dev.moorage.application.port.out.event.UploadEvent.Place;
import dev.moorage.domain.upload.UploadId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The uploads that this process receives. It is fed by events alone. The counts of a body are read when a reader asks, so that
 * a byte that arrives costs nothing more. Of those without an open request, the thousand that were active last are kept, for
 * an hour at most: another replica may have committed them.
 */
public final class LiveTransfers implements EventListener, CountBodies {
    private static final int MAX_IDLE = 1_000;
    private static final Duration IDLE_LIFE = Duration.ofHours(1);

    private final InstantSource clock;

    /** Guards the fields below, and each transfer. */
    private final ReentrantLock lock = new ReentrantLock();

    private final OpenBodies bodies = new OpenBodies();

    private final Map<UploadId, LiveTransfer> open = new HashMap<>();
    private final SequencedMap<UploadId, LiveTransfer> idle = new LinkedHashMap<>();

    public LiveTransfers(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public boolean wants(EventKind kind) {
        return kind == EventKind.BODY_BEGUN
                || kind == EventKind.BODY_ENDED
                || kind == EventKind.UPLOAD_RESUMED
                || kind == EventKind.UPLOAD_RECORDED
                || kind == EventKind.UPLOAD_FENCED
                || kind == EventKind.UPLOAD_ENDED
                || kind == EventKind.BLOB_COMMITTED
                || kind == EventKind.UPLOAD_PURGED;
    }

    @Override
    public void take(RegistryEvent event) {
        lock.lock();
        try {
            if (event instanceof UploadEvent.BodyBegun begun) {
                begun(begun);
            } else if (event instanceof UploadEvent.BodyEnded ended) {
                ended(ended);
            } else if (event instanceof UploadEvent.Resumed resumed) {
                change(resumed.upload(), transfer -> transfer.resumed(resumed.offset()));
            } else if (event instanceof UploadEvent.Recorded recorded) {
                change(recorded.upload(), transfer -> transfer.recorded(recorded));
            } else if (event instanceof UploadEvent.Fenced fenced) {
                fenced(fenced);
            } else if (event instanceof UploadEvent.Ended ended && ended.ending() == Ending.CANCELLED) {
                forget(ended.upload());
            } else if (event instanceof ChangeEvent.BlobCommitted committed) {
                forget(committed.upload());
            } else if (event instanceof MaintenanceEvent.UploadPurged(var purged)) {
                forget(purged.id());
            }
        } finally {
            lock.unlock();
        }
    }

    private void begun(UploadEvent.BodyBegun event) {
        bodies.begun(event.progress(), Method.of(event.caller().origin().method()));
        Instant now = clock.instant();
        LiveTransfer known = idle.remove(event.upload());
        LiveTransfer transfer = known != null
                ? open.merge(event.upload(), known, (_, back) -> back)
                : open.computeIfAbsent(event.upload(), _ -> new LiveTransfer(event, now));
        transfer.begun(event, now);
    }

    private void ended(UploadEvent.BodyEnded event) {
        bodies.ended(event.progress());
        LiveTransfer transfer = open.get(event.upload());
        if (transfer != null && transfer.ended(event, clock.instant())) {
            open.remove(event.upload());
            if (transfer.isAccepted()) {
                idle.putLast(event.upload(), transfer);
            }
            if (idle.size() > MAX_IDLE) {
                idle.pollFirstEntry();
            }
        }
    }

    /** Counts a request that lost its upload. One that goes on or has ended elsewhere is no upload of this process any more. */
    private void fenced(UploadEvent.Fenced event) {
        if (event.by() == Place.ELSEWHERE) {
            idle.remove(event.upload());
        } else {
            change(event.upload(), LiveTransfer::fenced);
        }
    }

    private void change(UploadId id, Consumer<LiveTransfer> change) {
        LiveTransfer transfer = open.containsKey(id) ? open.get(id) : idle.get(id);
        if (transfer != null) {
            change.accept(transfer);
        }
    }

    private void forget(UploadId id) {
        open.remove(id);
        idle.remove(id);
    }

    @Override
    public Counts count() {
        lock.lock();
        try {
            return bodies.count();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the uploads as they are now, in no order.
     *
     * @param replica the name of this process
     */
    List<LiveUpload> now(String replica) {
        Instant now = clock.instant();
        lock.lock();
        try {
            return Stream.concat(open.values().stream(), idle.values().stream())
                    .map(transfer -> transfer.at(now, replica))
                    .filter(upload ->
                            upload.history().lastByteAt().plus(IDLE_LIFE).isAfter(now))
                    .toList();
        } finally {
            lock.unlock();
        }
    }
}
