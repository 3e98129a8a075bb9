package dev.moorage.application.service.live;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.live.LiveUpload;
import dev.moorage.application.port.in.live.UploadState;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reports the uploads of this process to other replicas, by one object in the store. It exists only while an upload has lasted ten
 * seconds, so that small pushes and idle servers cost nothing. A process that is killed leaves it behind, and a reader removes it.
 */
public final class LiveReporter {
    /** How often a report is written. */
    public static final Duration INTERVAL = Duration.ofSeconds(10);

    private static final Duration LEAST_AGE = Duration.ofSeconds(10);
    private static final int MAX_UPLOADS = 1_000;

    private final StorageDriver storage;
    private final LiveTransfers transfers;
    private final Replica replica;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean isReported;

    public LiveReporter(StorageDriver storage, LiveTransfers transfers, Replica replica, InstantSource clock) {
        this.storage = storage;
        this.transfers = transfers;
        this.replica = replica;
        this.clock = clock;
    }

    /**
     * Writes the report, or removes it if there is nothing to report.
     *
     * @throws IOException storage failed. The next call tries again
     */
    public void report() throws IOException {
        lock.lock();
        try {
            reportNow();
        } finally {
            lock.unlock();
        }
    }

    private void reportNow() throws IOException {
        Instant old = clock.instant().minus(LEAST_AGE);
        List<LiveUpload> open = transfers.now(replica.name()).stream()
                .filter(upload -> upload.state() != UploadState.IDLE)
                .toList();
        if (open.stream().allMatch(upload -> upload.history().startedAt().isAfter(old))) {
            withdrawNow();
            return;
        }
        List<LiveUpload> first =
                open.stream().sorted(largestFirst()).limit(MAX_UPLOADS).toList();
        byte[] content = LiveReportFormat.encode(new LiveReport(replica.name(), first.size() < open.size(), first));
        isReported = true;
        var _ = storage.put(
                RegistryKeys.LIVE.resolve(replica.instance()), content, WriteCondition.ANY, Durability.PROCESS_CRASH);
    }

    private static Comparator<LiveUpload> largestFirst() {
        return Comparator.<LiveUpload>comparingLong(upload -> -upload.flow().bytes())
                .thenComparing(upload -> upload.history().startedAt());
    }

    /**
     * Removes the report, if there is one. A process does that before it ends. A report that is being written is not waited for.
     *
     * @throws IOException storage failed
     */
    public void withdraw() throws IOException {
        if (lock.tryLock()) {
            try {
                withdrawNow();
            } finally {
                lock.unlock();
            }
        }
    }

    private void withdrawNow() throws IOException {
        if (isReported) {
            storage.delete(RegistryKeys.LIVE.resolve(replica.instance()), WriteCondition.ANY, Durability.PROCESS_CRASH);
            isReported = false;
        }
    }
}
