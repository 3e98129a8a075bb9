package dev.moorage.storage.spi;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Which staged object a writer wants. */
public sealed interface StagingRequest {
    /** The key below which the driver may keep what it stages; no other staged object shares it. */
    ObjectKey area();

    /**
     * The fence, 1 or more: this writer overtakes every writer of a lower one. A driver that
     * {@linkplain StorageCapabilities#fencesWriters() fences writers} refuses a generation that is not higher than the last
     * it saw for this area.
     */
    long generation();

    /**
     * A new object, of 0 bytes.
     *
     * @param target the key under which it will be published, where that is known from the start; a driver may then write
     *     straight there, and {@linkplain StagedObject#accepts accept} no other
     * @param expectedSize the size in bytes that the body announces, where it does; a hint for the sizes of parts
     */
    record Begin(ObjectKey area, long generation, Optional<ObjectKey> target, OptionalLong expectedSize)
            implements StagingRequest {
        public Begin {
            Objects.requireNonNull(area);
            Objects.requireNonNull(target);
            Objects.requireNonNull(expectedSize);
        }
    }

    /** An object that was begun before, here or in another process. */
    record Reopen(ObjectKey area, long generation, StagedState state) implements StagingRequest {
        public Reopen {
            Objects.requireNonNull(area);
            Objects.requireNonNull(state);
        }
    }
}
