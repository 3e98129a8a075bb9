package dev.moorage.storage.spi.staging;

import dev.moorage.storage.spi.object.ObjectKey;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Which staged object a writer wants to begin or to reopen. */
public sealed interface StagingRequest {
    /** The staging area: the key below which the driver may keep what it stages. No other staged object shares it. */
    ObjectKey area();

    /**
     * The fencing generation, 1 or more. Every writer with a lower generation is fenced. A driver that fences writers by
     * itself refuses a generation that is not higher than the last one that it saw for this area.
     */
    long generation();

    /**
     * A new object of 0 bytes.
     *
     * @param target the key under which the object will be published, where it is known from the start. A driver may then
     *     write directly there, and {@linkplain StagedObject#accepts accept} no other key
     * @param expectedSize the size in bytes that the client announces for the body, where it announces one. The driver may
     *     choose the size of its parts by it
     */
    record Begin(ObjectKey area, long generation, Optional<ObjectKey> target, OptionalLong expectedSize)
            implements StagingRequest {
        public Begin {
            Objects.requireNonNull(area);
            Objects.requireNonNull(target);
            Objects.requireNonNull(expectedSize);
        }
    }

    /** An object that was begun earlier, in this process or in another one. */
    record Reopen(ObjectKey area, long generation, StagedState state) implements StagingRequest {
        public Reopen {
            Objects.requireNonNull(area);
            Objects.requireNonNull(state);
        }
    }
}
