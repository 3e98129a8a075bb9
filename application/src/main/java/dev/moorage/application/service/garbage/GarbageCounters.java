package dev.moorage.application.service.garbage;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.maintenance.GarbageObserver;
import dev.moorage.application.port.in.maintenance.GarbageObserver.Phase;
import dev.moorage.application.port.in.maintenance.GarbageReport;
import dev.moorage.storage.spi.object.ObjectInfo;

/** Counts what several threads find and remove, and calls the observer from one thread at a time. */
final class GarbageCounters {
    private final GarbageObserver observer;
    private Phase phase = Phase.LINKS;
    private long inPhase;
    private long links;
    private long blobs;
    private long young;
    private long garbage;
    private long garbageBytes;
    private long removed;
    private long removedBytes;
    private long problems;

    GarbageCounters(GarbageObserver observer) {
        this.observer = observer;
    }

    synchronized void begin(Phase next) {
        phase = next;
        inPhase = 0;
        if (next == Phase.BLOBS) { // Blobs are listed again if there is much garbage. What is left is counted again.
            blobs = 0;
            young = 0;
            garbage = removed;
            garbageBytes = removedBytes;
        }
    }

    /** Counts an object that was looked at. */
    synchronized void looked() {
        inPhase++;
        observer.progressed(phase, inPhase);
    }

    synchronized void link() {
        links += phase == Phase.LINKS ? 1 : 0;
    }

    synchronized void blob() {
        blobs++;
    }

    synchronized void young() {
        young++;
    }

    synchronized void garbage(long size) {
        garbage++;
        garbageBytes += size;
    }

    synchronized void removed(ObjectInfo blob) {
        removed++;
        removedBytes += blob.size();
        left(blob);
    }

    /** Reports garbage that is not removed, in a dry run. */
    synchronized void left(ObjectInfo blob) {
        RegistryKeys.digestOfBlob(blob.key())
                .ifPresent(digest -> observer.garbage(digest, blob.size(), blob.lastModified()));
    }

    synchronized void problem(String key, String reason) {
        problems++;
        observer.problem(key, reason);
    }

    synchronized long problems() {
        return problems;
    }

    synchronized long removed() {
        return removed;
    }

    synchronized GarbageReport report(boolean swept, boolean complete) {
        return new GarbageReport(
                links,
                blobs,
                young,
                garbage,
                garbageBytes,
                removed,
                removedBytes,
                swept && complete ? garbage - removed : 0,
                problems,
                swept,
                complete);
    }
}
