package dev.moorage.domain.upload;

import static dev.moorage.domain.upload.UploadGuard.DIGEST_MATCHES;
import static dev.moorage.domain.upload.UploadGuard.FINAL_STAYS;
import static dev.moorage.domain.upload.UploadGuard.GENERATION_IS_MINE;
import static dev.moorage.domain.upload.UploadGuard.ORDER_OF_COMMIT;
import static dev.moorage.domain.upload.UploadGuard.PURGE_ONLY_IDLE;
import static dev.moorage.domain.upload.UploadGuard.RANGE_STARTS_AT_OFFSET;
import static dev.moorage.domain.upload.UploadGuard.TOKEN_IS_CURRENT;
import static dev.moorage.domain.upload.UploadGuard.TOKEN_MATCHES_PATH;
import static dev.moorage.domain.upload.UploadGuard.UNACKNOWLEDGED_BYTES_ARE_DROPPED;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadOutcome.AlreadyCommitted;
import dev.moorage.domain.upload.UploadOutcome.Claim;
import dev.moorage.domain.upload.UploadOutcome.Claimed;
import dev.moorage.domain.upload.UploadOutcome.Ended;
import dev.moorage.domain.upload.UploadOutcome.Ending;
import dev.moorage.domain.upload.UploadOutcome.Fenced;
import dev.moorage.domain.upload.UploadOutcome.InProgress;
import dev.moorage.domain.upload.UploadOutcome.Mismatch;
import dev.moorage.domain.upload.UploadOutcome.NoUpload;
import dev.moorage.domain.upload.UploadOutcome.NotIdle;
import dev.moorage.domain.upload.UploadOutcome.NotStarted;
import dev.moorage.domain.upload.UploadOutcome.NotStored;
import dev.moorage.domain.upload.UploadOutcome.OutOfRange;
import dev.moorage.domain.upload.UploadOutcome.Recorded;
import dev.moorage.domain.upload.UploadOutcome.Report;
import dev.moorage.domain.upload.UploadOutcome.Status;
import dev.moorage.domain.upload.UploadOutcome.Verification;
import dev.moorage.domain.upload.UploadPhase.Appending;
import dev.moorage.domain.upload.UploadPhase.Cancelled;
import dev.moorage.domain.upload.UploadPhase.Committed;
import dev.moorage.domain.upload.UploadPhase.Expired;
import dev.moorage.domain.upload.UploadPhase.Open;
import dev.moorage.domain.upload.UploadPhase.Published;
import dev.moorage.domain.upload.UploadPhase.Sealed;
import dev.moorage.domain.upload.UploadPhase.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The resumable upload of a blob as pure functions from (session, event) to an outcome. It implements OCI Distribution
 * Specification, section "Pushing blobs", and decides what the specification leaves open. In the order of a push:
 *
 * <ol>
 *   <li>Starting an upload issues a token. Nothing is stored.
 *   <li>{@link #append} and {@link #finish} claim the session. They raise the generation, so that an older writer's
 *       effects become invisible.
 *   <li>{@link #appended} records how many bytes are durable, and acknowledges them.
 *   <li>{@link #seal}, {@link #verify}, {@link #published} and {@link #committed} commit. Exactly the verified bytes
 *       are published.
 *   <li>{@link #status} lets a client resume after a lost connection. {@link #cancel} and {@link #purge} end an upload.
 * </ol>
 *
 * The caller must have verified the token's signature and the client's right to push to the repository.
 */
public final class UploadProtocol {
    private final Set<UploadGuard> guards;

    /** Creates the protocol with all its guards. */
    public UploadProtocol() {
        this(EnumSet.allOf(UploadGuard.class));
    }

    UploadProtocol(Set<UploadGuard> guards) {
        this.guards = EnumSet.copyOf(guards);
    }

    /**
     * Claims the session for a PATCH that wants to append.
     *
     * @param stored the stored session, or empty if there is none
     * @param path the repository and id of the request's path
     * @param range the chunk's {@code Content-Range}, if it has one
     */
    public Claim append(
            Optional<UploadSession> stored, Path path, UploadToken token, Optional<ChunkRange> range, Instant now) {
        if (holds(TOKEN_MATCHES_PATH) && !path.isOf(token)) {
            return new NoUpload();
        }
        if (stored.isEmpty()) {
            return token.offset() == 0 ? first(token, range, now) : new NoUpload();
        }
        UploadSession session = stored.get();
        if (holds(TOKEN_MATCHES_PATH) && !path.isOf(session)
                || holds(FINAL_STAYS) && session.phase().isFinal()) {
            return new NoUpload();
        }
        if (holds(TOKEN_IS_CURRENT) && token.offset() != session.acknowledged()
                || holds(RANGE_STARTS_AT_OFFSET)
                        && range.isPresent()
                        && range.get().first() != token.offset()) {
            return new OutOfRange(session);
        }
        long keep = holds(UNACKNOWLEDGED_BYTES_ARE_DROPPED) ? token.offset() : Long.MAX_VALUE;
        UploadSession claimed = session.claimed(now);
        return new Claimed(keep < claimed.offset() ? claimed.at(keep, claimed.acknowledged()) : claimed, keep);
    }

    /** Claims the session for a PUT that appends its body, if it has one, and commits under a digest. */
    public Claim finish(
            Optional<UploadSession> stored,
            Path path,
            UploadToken token,
            Optional<ChunkRange> range,
            Digest digest,
            Instant now) {
        if (path.isOf(token)
                && stored.isPresent()
                && path.isOf(stored.get())
                && stored.get().phase() instanceof Committed(Digest committed)) {
            return committed.equals(digest) ? new AlreadyCommitted(digest) : new NoUpload();
        }
        return append(stored, path, token, range, now);
    }

    private Claim first(UploadToken token, Optional<ChunkRange> range, Instant now) {
        UploadSession session = new UploadSession(
                token.id(), token.repository(), token.algorithm(), token.startedAt(), now, 1, 0, 0, new Appending());
        return holds(RANGE_STARTS_AT_OFFSET) && range.isPresent() && range.get().first() != 0
                ? new OutOfRange(session)
                : new Claimed(session, 0);
    }

    /**
     * Records how many bytes the writer of a generation has made durable, and whether they are acknowledged to the
     * client. The session is idle afterwards.
     */
    public Report appended(UploadSession stored, long generation, long offset, boolean acknowledge, Instant now) {
        return held(stored, generation)
                ? new Recorded(progressed(stored, offset, acknowledge).in(new Open(), now))
                : new Fenced();
    }

    /**
     * Records in the middle of a body how many bytes the writer of a generation has made durable. The writer continues.
     */
    public Report checkpoint(UploadSession stored, long generation, long offset, Instant now) {
        return held(stored, generation)
                ? new Recorded(progressed(stored, offset, false).in(new Appending(), now))
                : new Fenced();
    }

    private static UploadSession progressed(UploadSession session, long offset, boolean acknowledge) {
        return session.at(offset, acknowledge ? offset : session.acknowledged());
    }

    /** Answers a client's status request. If no session is stored, only a valid token proves that the upload exists. */
    public Status status(Optional<UploadSession> stored, Path path, Optional<UploadToken> token, Instant now) {
        if (holds(TOKEN_MATCHES_PATH) && token.isPresent() && !path.isOf(token.get())) {
            return new NoUpload();
        }
        if (stored.isEmpty()) {
            return token.isPresent() && token.get().offset() == 0 ? new NotStarted(token.get()) : new NoUpload();
        }
        UploadSession session = stored.get();
        if (holds(TOKEN_MATCHES_PATH) && !path.isOf(session) || session.phase().isFinal()) {
            return new NoUpload();
        }
        boolean idle = session.phase() instanceof Open && session.acknowledged() == session.offset();
        return idle ? new InProgress(session) : new Claimed(session.claimed(now), Long.MAX_VALUE);
    }

    /**
     * Records that the writer has sealed the staged bytes. There are {@code offset} of them, and no writer changes them
     * any more.
     */
    public Report seal(UploadSession stored, long generation, long offset, Digest expected, Instant now) {
        return held(stored, generation)
                ? new Recorded(progressed(stored, offset, false).in(new Sealed(expected), now))
                : new Fenced();
    }

    /** Compares the digest of exactly the sealed bytes with the requested one. */
    public Verification verify(UploadSession sealed, Digest actual, Instant now) {
        if (!(sealed.phase() instanceof Sealed(Digest expected))) {
            return holds(ORDER_OF_COMMIT) ? new Fenced() : new Recorded(sealed.in(new Verified(actual), now));
        }
        if (holds(DIGEST_MATCHES) && !actual.equals(expected)) {
            // The response reports the mismatch together with the offset, so the bytes count as acknowledged.
            return new Mismatch(sealed.at(sealed.offset(), sealed.offset()).in(new Open(), now), actual);
        }
        return new Recorded(sealed.in(new Verified(expected), now));
    }

    /** Records that the verified bytes are published under the blob's key. */
    public Report published(UploadSession verified, Digest digest, Instant now) {
        boolean inOrder = verified.phase() instanceof Verified(Digest expected) && expected.equals(digest);
        return inOrder || !holds(ORDER_OF_COMMIT)
                ? new Recorded(verified.in(new Published(digest), now))
                : new Fenced();
    }

    /** Records that the repository's link to the published blob exists. */
    public Report committed(UploadSession published, Digest digest, Instant now) {
        boolean inOrder = published.phase() instanceof Published(Digest blob) && blob.equals(digest);
        if (holds(ORDER_OF_COMMIT) && !inOrder) {
            return new Fenced();
        }
        UploadSession done = published.at(published.offset(), published.offset());
        return new Recorded(done.in(new Committed(digest), now));
    }

    /**
     * Marks the upload committed although another writer may hold it now. The caller has published and linked the blob
     * before it learned that it was fenced, or has found the blob already published.
     */
    public Report committedBeside(UploadSession stored, Digest digest, Instant now) {
        return holds(FINAL_STAYS) && stored.phase().isFinal()
                ? new Fenced()
                : new Recorded(stored.claimed(now).in(new Committed(digest), now));
    }

    /** Ends an upload for its client. */
    public Ending cancel(Optional<UploadSession> stored, Path path, UploadToken token, Instant now) {
        if (holds(TOKEN_MATCHES_PATH) && !path.isOf(token)) {
            return new NoUpload();
        }
        if (stored.isEmpty()) {
            return token.offset() == 0 ? new NotStored() : new NoUpload();
        }
        UploadSession session = stored.get();
        if (holds(TOKEN_MATCHES_PATH) && !path.isOf(session)
                || holds(FINAL_STAYS) && session.phase().isFinal()) {
            return new NoUpload();
        }
        return new Ended(session.claimed(now).in(new Cancelled(), now));
    }

    /** Ends an upload that was idle for {@code idle} by the store's clock. */
    public Ending purge(UploadSession stored, Duration idle, Instant now) {
        if (stored.phase().isFinal()) {
            return new NoUpload();
        }
        if (holds(PURGE_ONLY_IDLE) && stored.lastActivity().plus(idle).isAfter(now)) {
            return new NotIdle();
        }
        return new Ended(stored.claimed(now).in(new Expired(), now));
    }

    /**
     * Renews the last activity of an ended upload that a purge is about to forget, so that other purges leave it to
     * that one.
     */
    public UploadSession forgetting(UploadSession ended, Instant now) {
        return ended.in(ended.phase(), now);
    }

    private boolean held(UploadSession stored, long generation) {
        boolean mine = !holds(GENERATION_IS_MINE) || stored.generation() == generation;
        return mine && !(holds(FINAL_STAYS) && stored.phase().isFinal());
    }

    private boolean holds(UploadGuard guard) {
        return guards.contains(guard);
    }

    /** The repository and id of a request's path. */
    public record Path(RepositoryName repository, UploadId id) {
        /** Returns whether the token belongs to this upload. */
        public boolean isOf(UploadToken token) {
            return token.repository().equals(repository) && token.id().equals(id);
        }

        boolean isOf(UploadSession session) {
            return session.repository().equals(repository) && session.id().equals(id);
        }
    }
}
