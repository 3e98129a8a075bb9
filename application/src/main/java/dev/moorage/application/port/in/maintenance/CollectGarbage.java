package dev.moorage.application.port.in.maintenance;

import java.io.IOException;

/**
 * Removes the bytes of blobs and manifests that no repository has. Clients may push at the same time, to this process or to
 * others: ADR 40. What cannot be read counts as needed.
 */
public interface CollectGarbage {
    /**
     * Looks for garbage, and removes it unless the request or a problem forbids that.
     *
     * @throws IOException storage failed. What was condemned stays, and no push needs to wait for it
     */
    GarbageReport collect(GarbageRequest request, GarbageObserver observer) throws IOException;
}
