package dev.moorage.application.simulation;

import dev.moorage.application.port.in.maintenance.GarbageObserver;
import dev.moorage.domain.digest.Digest;
import java.time.Instant;

/** An observer of collections. The store shows what they remove. */
final class UnheardCollections implements GarbageObserver {
    @Override
    public void garbage(Digest digest, long size, Instant lastModified) {
        // The store shows that it is gone.
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
