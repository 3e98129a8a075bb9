package dev.moorage.domain.upload;

import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import java.time.Instant;
import java.util.Objects;

/**
 * What the store keeps of an upload, changed only by compare-and-set: the arbiter between writers.
 *
 * @param algorithm what the bytes are hashed with from the first on
 * @param generation the fence: whoever raised it last is the only writer; 1 or more
 * @param offset how many bytes are known to be durable
 * @param acknowledged how many of them were reported to the client; never goes back
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

    /** The token that proves this session's acknowledged state. */
    public UploadToken token() {
        return new UploadToken(repository, id, acknowledged, generation, startedAt, algorithm);
    }
}
