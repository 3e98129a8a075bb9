package dev.moorage.storage.spi.object;

import java.time.Instant;
import java.util.Objects;

/**
 * What must hold while objects are deleted: an object, the guard, has a version, and a time is not over.
 *
 * @param key the guard. A writer that wants no further delete changes it
 * @param version the version that the guard must have
 * @param until the last moment at which a delete may take effect, by the store's clock
 */
public record DeleteGuard(ObjectKey key, ObjectVersion version, Instant until) {
    public DeleteGuard {
        Objects.requireNonNull(key);
        Objects.requireNonNull(version);
        Objects.requireNonNull(until);
    }
}
