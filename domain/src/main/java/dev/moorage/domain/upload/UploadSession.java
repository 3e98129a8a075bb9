package dev.moorage.domain.upload;

import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import java.time.Instant;
import java.util.Objects;

/**
 * The stored state of an upload. It is changed only by compare-and-set, and decides between writers.
 *
 * @param algorithm the algorithm that hashes the bytes from the first one on
 * @param generation the fence, 1 or more. Only the request that raised it last may write
 * @param offset the number of bytes known to be durable
 * @param acknowledged how many of them were reported to the client. Never decreases
 * @param lastActivity when a request last changed the session
 */
public record UploadSession(
        UploadId id,
        RepositoryName repository,
        DigestAlgorithm algorithm,
        Instant startedAt,
        Instant lastActivity,
        long generation,
        long offset,
        long acknowledged,
        UploadPhase phase) {
    public UploadSession {
        Objects.requireNonNull(id);
        Objects.requireNonNull(repository);
        Objects.requireNonNull(algorithm);
        Objects.requireNonNull(startedAt);
        Objects.requireNonNull(lastActivity);
        Objects.requireNonNull(phase);
        if (generation < 1) {
            throw new IllegalArgumentException("generation below 1");
        }
        if (acknowledged < 0 || acknowledged > offset) {
            throw new IllegalArgumentException("acknowledged bytes that are not durable");
        }
    }

    UploadSession claimed(Instant now) {
        return new UploadSession(
                id,
                repository,
                algorithm,
                startedAt,
                now,
                generation + 1,
                offset,
                acknowledged,
                new UploadPhase.Appending());
    }

    UploadSession at(long newOffset, long newAcknowledged) {
        return new UploadSession(
                id, repository, algorithm, startedAt, lastActivity, generation, newOffset, newAcknowledged, phase);
    }

    UploadSession in(UploadPhase newPhase, Instant now) {
        return new UploadSession(id, repository, algorithm, startedAt, now, generation, offset, acknowledged, newPhase);
    }

    /** Returns the token that proves this session's acknowledged offset. */
    public UploadToken token() {
        return new UploadToken(repository, id, acknowledged, generation, startedAt, algorithm);
    }
}
