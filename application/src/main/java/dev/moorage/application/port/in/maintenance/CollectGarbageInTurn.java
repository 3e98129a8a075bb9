package dev.moorage.application.port.in.maintenance;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Collects garbage from time to time, in one of several servers: ADR 48. The servers share a record in the storage. It only
 * saves work, because any number of collections may run at once.
 */
public interface CollectGarbageInTurn {
    /**
     * Collects garbage, unless a server has ended a collection a short time ago or is collecting now.
     *
     * @param interval the time, by the store's clock, from the end of one collection to the start of the next
     * @return the totals. Empty if nothing was collected because it is not time
     * @throws IOException storage failed. A server tries again after some minutes
     */
    Optional<GarbageReport> collectWhenDue(Duration interval, GarbageRequest request, GarbageObserver observer)
            throws IOException;
}
