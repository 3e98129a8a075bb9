package dev.moorage.application.service.live;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.layout.StoreClock;
import dev.moorage.application.port.in.live.LiveUpload;
import dev.moorage.application.port.in.live.LiveUploads;
import dev.moorage.application.port.in.live.UploadState;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what other replicas report. All readers of this process share what was read for two seconds. A replica that has not
 * reported for 30 seconds by the store's clock is silent: its uploads count as idle. After an hour its report is removed.
 */
public final class OtherReplicas {
    private static final Logger LOG = LoggerFactory.getLogger(OtherReplicas.class);

    private static final Duration SHARED = Duration.ofSeconds(2);
    private static final Duration SILENT = Duration.ofSeconds(30);
    private static final Duration GONE = Duration.ofHours(1);
    private static final int MAX_BYTES = 4 << 20;

    private final StorageDriver storage;
    private final Replica self;
    private final InstantSource clock;
    private final boolean removes;
    private final StoreClock store;

    /** Guards the fields below, so that one reader asks the store at a time. */
    private final ReentrantLock lock = new ReentrantLock();

    private Instant readAt = Instant.MIN;
    private Found found = new Found(List.of(), List.of(), false);

    /**
     * What was found.
     *
     * @param isPartial whether a replica is silent, or has reported a part of its uploads, or could not be read
     */
    record Found(List<LiveUploads.Replica> replicas, List<LiveUpload> uploads, boolean isPartial) {}

    /** @param removes whether old reports are removed, which a server does that may write */
    public OtherReplicas(StorageDriver storage, Replica self, InstantSource clock, boolean removes) {
        this.storage = storage;
        this.self = self;
        this.clock = clock;
        this.removes = removes;
        this.store = new StoreClock(storage, clock, removes);
    }

    /** Returns what is reported. A store that fails makes it partial. */
    Found read() {
        lock.lock();
        try {
            Instant now = clock.instant();
            if (readAt.plus(SHARED).isBefore(now)) {
                found = readNow();
                readAt = now;
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    private Found readNow() {
        Reading reading = new Reading();
        try {
            ObjectWalk.children(storage, RegistryKeys.LIVE).forEach(entry -> {
                if (!entry.key().name().equals(self.instance())) {
                    reading.read(entry.key());
                }
            });
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("The uploads of other replicas could not be read");
            reading.isPartial = true;
        }
        return new Found(reading.replicas, reading.uploads, reading.isPartial);
    }

    private final class Reading {
        private final List<LiveUploads.Replica> replicas = new ArrayList<>();
        private final List<LiveUpload> uploads = new ArrayList<>();
        private boolean isPartial;

        private void read(ObjectKey key) throws IOException {
            Optional<ObjectContent> stored = storage.open(key, new ByteRange(0, MAX_BYTES));
            if (stored.isEmpty()) {
                return;
            }
            try (ObjectContent content = stored.get()) {
                Instant seen = content.info().lastModified();
                Duration age = Duration.between(seen, store.now());
                if (age.compareTo(GONE) > 0) {
                    remove(key);
                    return;
                }
                Optional<LiveReport> report = LiveReportFormat.decode(bytes(content));
                boolean isSilent = age.compareTo(SILENT) > 0;
                isPartial |= isSilent || report.isEmpty() || report.get().isCut();
                if (report.isPresent()) {
                    replicas.add(new LiveUploads.Replica(report.get().replica(), seen));
                    report.get().uploads().forEach(upload -> uploads.add(isSilent ? idle(upload) : upload));
                }
            }
        }

        private static byte[] bytes(ObjectContent content) throws IOException {
            ByteBuffer bytes =
                    ByteBuffer.allocate((int) Math.min(MAX_BYTES, content.info().size()));
            while (bytes.hasRemaining() && content.read(bytes) >= 0) {
                // Reads until the end of the object, or until the buffer is full.
            }
            return Arrays.copyOf(bytes.array(), bytes.position());
        }

        private void remove(ObjectKey key) throws IOException {
            if (removes) {
                storage.delete(key, WriteCondition.ANY, Durability.PROCESS_CRASH);
            }
        }

        private static LiveUpload idle(LiveUpload upload) {
            LiveUpload.Flow flow = upload.flow();
            return new LiveUpload(
                    upload.id(),
                    upload.repository(),
                    UploadState.IDLE,
                    upload.replica(),
                    upload.client(),
                    new LiveUpload.Flow(flow.bytes(), flow.durable(), flow.expected(), 0, flow.mean()),
                    upload.history());
        }
    }
}
