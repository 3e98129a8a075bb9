package dev.moorage.application.port.in.browse;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What the servers do with the storage. All times are the store's.
 *
 * @param isReadOnly whether the registry refuses to change anything
 * @param isCollecting whether the servers collect garbage
 * @param finished when a server has collected to the end last
 * @param reported when the collection has reported that runs, or that has stopped without an end
 */
public record StorageState(
        boolean isReadOnly, boolean isCollecting, Optional<Instant> finished, Optional<Instant> reported) {
    public StorageState {
        Objects.requireNonNull(finished);
        Objects.requireNonNull(reported);
    }
}
