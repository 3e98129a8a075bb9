package dev.moorage.application.service.maintenance;

import dev.moorage.application.port.in.maintenance.Finding;
import dev.moorage.application.port.in.maintenance.VerifyCheckpoint.Phase;
import dev.moorage.application.port.in.maintenance.VerifyObserver;
import dev.moorage.application.port.in.maintenance.VerifyProgress;
import dev.moorage.application.port.in.maintenance.VerifySummary;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Counts what several threads examine and find, and calls the observer from one thread at a time. */
final class VerifyCounters {
    private final VerifyObserver observer;
    private final Map<Finding.Kind, Long> findings = new EnumMap<>(Finding.Kind.class);
    private long links;
    private long manifests;
    private long blobs;
    private long bytes;
    private long stale;
    private long others;
    private long repaired;
    private Phase phase = Phase.LINKS;
    private long objectsOfPhase;
    private long bytesOfPhase;

    VerifyCounters(VerifySummary start, VerifyObserver observer) {
        this.observer = observer;
        this.findings.putAll(start.findings());
        this.links = start.links();
        this.manifests = start.manifests();
        this.blobs = start.blobs();
        this.bytes = start.bytes();
        this.stale = start.stale();
        this.others = start.others();
        this.repaired = start.repaired();
    }

    synchronized void begin(Phase next) {
        phase = next;
        objectsOfPhase = 0;
        bytesOfPhase = 0;
    }

    synchronized void found(Finding finding) {
        findings.merge(finding.kind(), 1L, Long::sum);
        repaired += finding.repair().isDone() ? 1 : 0;
        observer.found(finding);
    }

    synchronized void link() {
        links++;
    }

    synchronized void manifest() {
        manifests++;
    }

    synchronized void blob(long size) {
        blobs++;
        bytes += size;
        bytesOfPhase += size;
    }

    synchronized void stale() {
        stale++;
    }

    synchronized void other() {
        others++;
    }

    /** Counts an object of the phase as done. */
    synchronized void object(OptionalDouble fraction) {
        objectsOfPhase++;
        observer.progressed(new VerifyProgress(phase, objectsOfPhase, bytesOfPhase, fraction));
    }

    synchronized VerifySummary snapshot() {
        return new VerifySummary(links, manifests, blobs, bytes, stale, others, findings, repaired);
    }
}
