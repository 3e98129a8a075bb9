package dev.moorage.application.port.in.maintenance;

import java.time.Duration;
import java.util.Objects;

/**
 * What is to be collected.
 *
 * @param grace the age, by the store's clock, from which bytes that no repository has are garbage, and links that nothing
 *     needs. A push publishes bytes before it links them, and the manifest last
 * @param parallel the number of blobs to look at simultaneously, at least 1
 * @param requestsPerSecond the most requests to the storage in a second, or 0 for no limit. A page of a listing, a blob's
 *     age, each object of a delete, and each read and write of the docket are one
 * @param dryRun whether garbage is only reported. Nothing is written then
 * @param repositories what leaves repositories
 */
public record GarbageRequest(
        Duration grace, int parallel, int requestsPerSecond, boolean dryRun, RepositoryRemovals repositories) {
    public GarbageRequest {
        Objects.requireNonNull(grace);
        Objects.requireNonNull(repositories);
        if (parallel < 1) {
            throw new IllegalArgumentException("parallel below 1");
        }
        if (requestsPerSecond < 0) {
            throw new IllegalArgumentException("requestsPerSecond below 0");
        }
    }

    /** A request for the bytes that no repository has, and nothing else. */
    public GarbageRequest(Duration grace, int parallel, int requestsPerSecond, boolean dryRun) {
        this(grace, parallel, requestsPerSecond, dryRun, RepositoryRemovals.NONE);
    }
}
