package dev.moorage.application.simulation;

import dev.moorage.application.port.in.maintenance.GarbageObserver;
import dev.moorage.domain.digest.Digest;
import java.time.Instant;

/** An observer of collections that counts what is removed. The store shows what is left. */
final class UnheardCollections implements GarbageObserver {
    private final Coverage coverage;

    UnheardCollections(Coverage coverage) {
        this.coverage = coverage;
    }

    @Override
    public void garbage(Digest digest, long size, Instant lastModified) {
        coverage.collected(1);
    }

    @Override
    public void problem(String key, String reason) {
        throw new Violation("(J10) a collector cannot read " + key + ": " + reason);
    }

    @Override
    public void progressed(Phase phase, long objects) {
        // The steps of the world show it.
    }
}
