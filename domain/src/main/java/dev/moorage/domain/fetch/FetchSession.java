package dev.moorage.domain.fetch;

import dev.moorage.domain.digest.Digest;
import java.time.Instant;
import java.util.Objects;

/**
 * The stored state of the fetch of a blob. There is at most one for each digest. It is changed only by compare-and-set, and
 * decides which replica stores the blob.
 *
 * @param lastActivity when the replica that holds the fetch last reported
 * @param generation the fence, 1 or more. Only the replica that raised it last may write
 * @param offset the number of bytes that the writer of this generation has reported as durable
 */
public record FetchSession(
        Digest digest, FetchId id, Instant lastActivity, long generation, long offset, FetchPhase phase) {
    public FetchSession {
        Objects.requireNonNull(digest);
        Objects.requireNonNull(id);
        Objects.requireNonNull(lastActivity);
        Objects.requireNonNull(phase);
        if (generation < 1) {
            throw new IllegalArgumentException("generation below 1");
        }
        if (offset < 0) {
            throw new IllegalArgumentException("negative offset");
        }
    }

    FetchSession claimed(Instant now) {
        return new FetchSession(digest, id, now, generation + 1, 0, FetchPhase.FETCHING);
    }

    FetchSession at(long newOffset, Instant now) {
        return new FetchSession(digest, id, now, generation, newOffset, phase);
    }

    FetchSession in(FetchPhase newPhase) {
        return new FetchSession(digest, id, lastActivity, generation, offset, newPhase);
    }

    /** Returns whether both are of the same writer. */
    boolean isHeldAs(FetchSession other) {
        return id.equals(other.id) && generation == other.generation;
    }
}
