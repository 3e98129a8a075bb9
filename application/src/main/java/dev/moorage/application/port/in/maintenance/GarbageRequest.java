package dev.moorage.application.port.in.maintenance;

import java.time.Duration;
import java.util.Objects;

/**
 * What is to be collected.
 *
 * @param grace the age, by the store's clock, from which bytes that no repository has are garbage. A push publishes bytes
 *     before it links them
 * @param parallel the number of blobs to look at simultaneously, at least 1
 * @param dryRun whether garbage is only reported. Nothing is written then
 */
public record GarbageRequest(Duration grace, int parallel, boolean dryRun) {
    public GarbageRequest {
        Objects.requireNonNull(grace);
        if (parallel < 1) {
            throw new IllegalArgumentException("parallel below 1");
        }
    }
}
