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

    /** An object that was begun earlier, in this process or in another one, and whose state was recorded. */
    record Reopen(ObjectKey area, long generation, StagedState state) implements StagingRequest {
        public Reopen {
            Objects.requireNonNull(area);
            Objects.requireNonNull(state);
        }
    }

    /**
     * An object of which no state was recorded: its writer ended before, or another program wrote it. A driver that cannot
     * find the order of the bytes from the area alone returns an object of 0 bytes, by which the caller discards what is
     * there. A driver that cannot find the bytes at all returns empty, and removes them in another way.
     */
    record Recover(ObjectKey area, long generation, ForeignBytes foreign) implements StagingRequest {
        public Recover {
            Objects.requireNonNull(area);
            Objects.requireNonNull(foreign);
        }
    }

    /** What becomes of bytes in an area in which no writer of this driver has begun an object. */
    enum ForeignBytes {
        /** They are dropped, since nothing says that they survive a power cut. */
        UNTRUSTED,
        /** They are kept. Another program has written and synced them, and is at work there no more. */
        DURABLE
    }

    /** Returns the request to reopen an object with its state, or to recover it where no state was recorded. */
    static StagingRequest resume(ObjectKey area, long generation, Optional<StagedState> state) {
        return state.<StagingRequest>map(recorded -> new Reopen(area, generation, recorded))
                .orElseGet(() -> new Recover(area, generation, ForeignBytes.UNTRUSTED));
    }
}
