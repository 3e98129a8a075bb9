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
import dev.moorage.domain.upload.UploadOutcome.Mismatch;
import dev.moorage.domain.upload.UploadOutcome.NoUpload;
import dev.moorage.domain.upload.UploadOutcome.NotStarted;
import dev.moorage.domain.upload.UploadOutcome.NothingToEnd;
import dev.moorage.domain.upload.UploadOutcome.OutOfRange;
import dev.moorage.domain.upload.UploadOutcome.Recorded;
import dev.moorage.domain.upload.UploadOutcome.Report;
import dev.moorage.domain.upload.UploadOutcome.Standing;
import dev.moorage.domain.upload.UploadOutcome.Status;
import dev.moorage.domain.upload.UploadOutcome.StillAlive;
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
 * The resumable upload of a blob as pure functions from (session, event) to an outcome: OCI Distribution Specification,
 * section "Pushing blobs", and what it leaves open. In the order of a push:
 *
 * <ol>
 *   <li>Start hands out a token; nothing is stored.
 *   <li>{@link #append} and {@link #finish} claim the session: the generation is raised, so that an older writer's
 *       effects become invisible.
 *   <li>{@link #appended} records what is durable, and acknowledges it.
 *   <li>{@link #seal}, {@link #verify}, {@link #published}, {@link #committed}: what is published is exactly what was
 *       verified.
 *   <li>{@link #status} is the way back after a lost connection; {@link #cancel} and {@link #purge} end an upload.
 * </ol>
 *
 * Whoever calls these has checked the token's signature and that the caller may push to the repository.
 */
public final class UploadProtocol {
    private final Set<UploadGuard> guards;

    /** The protocol with all its guards. */
    public UploadProtocol() {
        this(EnumSet.allOf(UploadGuard.class));
    }

    UploadProtocol(Set<UploadGuard> guards) {
        this.guards = EnumSet.copyOf(guards);
    }

    /**
     * A PATCH wants to append.
     *
     * @param stored the session as stored; empty when there is none
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

    /** A PUT wants to append its body, if it has one, and to commit under a digest. */
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
     * The writer of a generation reports how many bytes are durable, and whether the client will hear of it. The session
     * is idle afterwards.
     */
    public Report appended(UploadSession stored, long generation, long offset, boolean acknowledge, Instant now) {
        return held(stored, generation)
                ? new Recorded(progressed(stored, offset, acknowledge).in(new Open(), now))
                : new Fenced();
    }

    /** The writer of a generation notes, in the middle of a body, how many bytes are durable. It goes on writing. */
    public Report checkpoint(UploadSession stored, long generation, long offset, Instant now) {
        return held(stored, generation)
                ? new Recorded(progressed(stored, offset, false).in(new Appending(), now))
                : new Fenced();
    }

    private static UploadSession progressed(UploadSession session, long offset, boolean acknowledge) {
        return session.at(offset, acknowledge ? offset : session.acknowledged());
    }

    /** A client asks where its upload stands. With no session stored, only a valid token proves that there is one. */
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
        return idle ? new Standing(session) : new Claimed(session.claimed(now), Long.MAX_VALUE);
    }

    /** The writer has sealed the staged bytes: {@code offset} of them, and from here no writer anywhere changes them. */
    public Report seal(UploadSession stored, long generation, long offset, Digest expected, Instant now) {
        return held(stored, generation)
                ? new Recorded(progressed(stored, offset, false).in(new Sealed(expected), now))
                : new Fenced();
    }

    /** The digest of exactly the sealed bytes is known. */
    public Verification verify(UploadSession sealed, Digest actual, Instant now) {
        if (!(sealed.phase() instanceof Sealed(Digest expected))) {
            return holds(ORDER_OF_COMMIT) ? new Fenced() : new Recorded(sealed.in(new Verified(actual), now));
        }
        if (holds(DIGEST_MATCHES) && !actual.equals(expected)) {
            // The client hears of the failure together with the offset, so the bytes are acknowledged.
            return new Mismatch(sealed.at(sealed.offset(), sealed.offset()).in(new Open(), now), actual);
        }
        return new Recorded(sealed.in(new Verified(expected), now));
    }

    /** The verified bytes are in the blob's place. */
    public Report published(UploadSession verified, Digest digest, Instant now) {
        boolean inOrder = verified.phase() instanceof Verified(Digest expected) && expected.equals(digest);
        return inOrder || !holds(ORDER_OF_COMMIT)
                ? new Recorded(verified.in(new Published(digest), now))
                : new Fenced();
    }

    /** The repository's link to the published blob is there. */
    public Report committed(UploadSession published, Digest digest, Instant now) {
        boolean inOrder = published.phase() instanceof Published(Digest blob) && blob.equals(digest);
        if (holds(ORDER_OF_COMMIT) && !inOrder) {
            return new Fenced();
        }
        UploadSession done = published.at(published.offset(), published.offset());
        return new Recorded(done.in(new Committed(digest), now));
    }

    /**
     * Somebody who was overtaken in its commit, and had published and linked before it heard of that, or somebody who found
     * its blob: the upload has ended, whoever holds it now.
     */
    public Report committedBeside(UploadSession stored, Digest digest, Instant now) {
        return holds(FINAL_STAYS) && stored.phase().isFinal()
                ? new Fenced()
                : new Recorded(stored.claimed(now).in(new Committed(digest), now));
    }

    /** A client ends its upload. */
    public Ending cancel(Optional<UploadSession> stored, Path path, UploadToken token, Instant now) {
        if (holds(TOKEN_MATCHES_PATH) && !path.isOf(token)) {
            return new NoUpload();
        }
        if (stored.isEmpty()) {
            return token.offset() == 0 ? new NothingToEnd() : new NoUpload();
        }
        UploadSession session = stored.get();
        if (holds(TOKEN_MATCHES_PATH) && !path.isOf(session)
                || holds(FINAL_STAYS) && session.phase().isFinal()) {
            return new NoUpload();
        }
        return new Ended(session.claimed(now).in(new Cancelled(), now));
    }

    /** A purge looks at an upload: what nobody touched for {@code idle}, by the store's clock, ends. */
    public Ending purge(UploadSession stored, Duration idle, Instant now) {
        if (stored.phase().isFinal()) {
            return new NoUpload();
        }
        if (holds(PURGE_ONLY_IDLE) && stored.lastActivity().plus(idle).isAfter(now)) {
            return new StillAlive();
        }
        return new Ended(stored.claimed(now).in(new Expired(), now));
    }

    /** A purge is about to forget an upload that has ended: it is young again, so that other purges leave it to this one. */
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
        /** Whether the token is of this very upload. */
        public boolean isOf(UploadToken token) {
            return token.repository().equals(repository) && token.id().equals(id);
        }

        boolean isOf(UploadSession session) {
            return session.repository().equals(repository) && session.id().equals(id);
        }
    }
}
